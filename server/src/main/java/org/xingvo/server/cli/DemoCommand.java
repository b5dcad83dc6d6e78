package org.xingvo.server.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.xingvo.ingest.demo.DemoSurvey;
import org.xingvo.server.ServerConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code xing demo}: a first look that needs no data. */
@Command(
        name = "demo",
        description = "Make a small synthetic survey in the manner of LAMOST, publish it and serve it.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Runnable {
    @Mixin
    ServerOptions options = new ServerOptions();

    @Option(
            names = "--spectra",
            paramLabel = "N",
            defaultValue = "2000",
            description = "How many spectra (default: ${DEFAULT-VALUE}).")
    int spectra = 2000;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "The same seed makes the same survey (default: ${DEFAULT-VALUE}).")
    long seed = 1;

    @Option(names = "--no-serve", description = "End after cataloguing.")
    boolean noServe;

    @Override
    public void run() {
        if (spectra < 1 || spectra > 1_000_000) {
            throw new Failure("--spectra: expected 1 to 1,000,000, found " + spectra + ".");
        }
        ServerConfig config = options.config();
        Path survey = config.dataDirectory().resolve("demo");
        try {
            Files.createDirectories(survey);
            System.err.println("Making a survey of " + spectra + " spectra in " + survey);
            DemoSurvey.write(survey, spectra, seed, done -> {});
        } catch (IOException e) {
            throw new Failure("the demo survey cannot be written to " + survey + ": " + e.getMessage() + ".", e);
        }
        PublishCommand.publish(config, List.of(survey), null, !noServe, false);
    }
}
