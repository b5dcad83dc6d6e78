package org.xingvo.server.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.xingvo.ingest.DescriptionFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code xing collection apply}: a changed description for what is already stored. */
@Command(
        name = "apply",
        description = "Apply a changed description to what its collection holds, without reading the files again.",
        mixinStandardHelpOptions = true)
final class CollectionApply implements Runnable {
    @Mixin
    ServerOptions options = new ServerOptions();

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "Descriptions, YAML; the name in each says which collection it is for.")
    List<Path> files = List.of();

    @Override
    public void run() {
        List<DescriptionFolder.Written> written;
        try {
            written = files.stream().map(DescriptionFolder::read).toList();
        } catch (RuntimeException e) {
            throw Failures.sentence(e);
        }
        LiveServer.with(options.config(), server -> {
            for (DescriptionFolder.Written each : written) {
                IngestCommand.follow(
                        server,
                        "/ingest/description",
                        List.of(
                                Map.entry("yaml", each.yaml()),
                                Map.entry("file", each.file().toString())));
            }
        });
    }
}
