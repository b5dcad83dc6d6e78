package org.xingvo.server.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.server.Archive;
import org.xingvo.server.StoreDoor;
import org.xingvo.storage.StorageException;
import picocli.CommandLine.Option;

/** Which store a command works on: that of a data directory, or of a server far away. Filled by picocli. */
final class StoreOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "xing-data",
            description =
                    "Data directory; through the server that runs on it, if one does (default: ${DEFAULT-VALUE}).")
    Path data = Path.of("xing-data");

    @Option(
            names = "--server",
            paramLabel = "URL",
            description =
                    "A server far away, in place of --data. May be repeated with copies of it: what only reads goes"
                            + " on at the next one when one is gone.")
    List<URI> servers = List.of();

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "Token for --server; the environment's XING_TOKEN if not given.")
    @Nullable
    String token;

    /** What a command does with a store. */
    interface Work {
        void run(StoreClient store) throws Exception;
    }

    /** Works on the store; what goes wrong is a {@link Failure}. */
    void with(Work work) {
        with(false, work);
    }

    /** Makes the index again, where no server runs. */
    void rebuild() {
        try {
            Path directory = data.toAbsolutePath().normalize();
            if (!servers.isEmpty() || Archive.running(directory).isPresent()) {
                throw new Failure("a server runs on " + (servers.isEmpty() ? data : servers.getFirst())
                        + ": stop it, and make the index again before it starts.");
            }
            if (!Files.isDirectory(directory)) {
                throw new Failure("there is no archive in " + data + "; name it with --data.");
            }
            StoreDoor.rebuild(directory);
        } catch (IOException | StorageException e) {
            throw Failures.sentence(e);
        }
    }

    /** The same; makes the data directory if there is none. */
    void making(Work work) {
        with(true, work);
    }

    private void with(boolean make, Work work) {
        try (StoreClient store = servers.isEmpty()
                ? StoreClient.of(data.toAbsolutePath().normalize(), make)
                : StoreClient.of(servers, token == null ? System.getenv("XING_TOKEN") : token)) {
            work.run(store);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted.", e);
        } catch (Exception e) {
            throw Failures.sentence(e);
        }
    }
}
