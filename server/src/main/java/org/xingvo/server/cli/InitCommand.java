package org.xingvo.server.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.Drafter;
import org.xingvo.ingest.PublishOptions;
import org.xingvo.ingest.collection.DescriptionYaml;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code xing init DIR...}: drafts of descriptions, to look at and to edit before anything is stored. */
@Command(
        name = "init",
        description =
                "Look at a sample of the files and draft a description of each kind, with the reason of each guess"
                        + " beside it. Stores nothing.",
        mixinStandardHelpOptions = true)
final class InitCommand implements Runnable {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "xing-data",
            description = "Data directory; drafts go to its folder collections (default: ${DEFAULT-VALUE}).")
    Path data = Path.of("xing-data");

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "Folder for the drafts instead; name it to publish and ingest with --collections.")
    @Nullable
    Path output;

    @Option(
            names = "--sample",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Files whose headers are read; of more, a share of each folder (default: ${DEFAULT-VALUE}).")
    int sample = 2000;

    @Option(names = "--schema", description = "Print the JSON Schema of descriptions and end.")
    boolean schema;

    @Parameters(paramLabel = "DIR", arity = "0..*", description = "Folders (or files) to look at.")
    List<Path> directories = List.of();

    @Override
    public void run() {
        if (schema) {
            System.out.print(DescriptionYaml.schema());
            return;
        }
        if (directories.isEmpty()) {
            throw new Failure("expected a folder to look at, found none.");
        }
        if (sample < 1 || sample > 1_000_000) {
            throw new Failure("--sample: expected 1 to 1,000,000, found " + sample + ".");
        }
        PublishCommand.checkExist(directories);
        Path folder = output == null ? data.resolve("collections") : output;
        PublishOptions standard = PublishOptions.of("xingvo.local");
        PublishOptions options = new PublishOptions(
                standard.authority(), standard.rules(), sample, standard.workers(), standard.accessClass());
        List<Drafter.Drafted> drafted;
        try (ConsoleProgress progress = new ConsoleProgress()) {
            drafted = Drafter.draft(directories, folder, options, progress);
        } catch (RuntimeException e) {
            throw Failures.sentence(e);
        }
        if (drafted.isEmpty()) {
            System.out.println("Nothing to draft: the descriptions in " + folder
                    + " take all files that were found, or none was found.");
            return;
        }
        StringBuilder table = new StringBuilder("collection\tfiles\tcolumns\tdescription\n");
        for (Drafter.Drafted each : drafted) {
            table.append(each.draft().description().name())
                    .append('\t')
                    .append(each.draft().files())
                    .append('\t')
                    .append(each.draft().description().columns().size())
                    .append('\t')
                    .append(each.file())
                    .append('\n');
        }
        TextTable.print(table.toString(), System.out);
        StringBuilder next = new StringBuilder("Edit them, then: ./xing publish");
        if (output != null) {
            next.append(" --collections ").append(output);
        } else if (!data.equals(Path.of("xing-data"))) {
            next.append(" --data ").append(data);
        }
        directories.forEach(directory -> next.append(' ').append(directory));
        System.out.println(next);
    }
}
