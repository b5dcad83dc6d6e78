package org.xingvo.server.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.xingvo.server.copy.ServerSource;
import org.xingvo.server.copy.ServerTarget;
import org.xingvo.storage.copy.DirectorySource;
import org.xingvo.storage.copy.DirectoryTarget;
import org.xingvo.storage.copy.VolumeSource;
import org.xingvo.storage.copy.VolumeTarget;
import picocli.CommandLine.Option;

/** Where a copy is: a directory or another server. Filled by picocli. */
final class Elsewhere {
    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "File with the token of an operator of the other server; the environment's XING_TOKEN if not given.")
    @Nullable
    Path tokenFile;

    static boolean isServer(String where) {
        return where.startsWith("http://") || where.startsWith("https://");
    }

    VolumeSource source(String where, String name) throws IOException {
        if (isServer(where)) {
            if (name.isEmpty()) {
                throw new Failure("name the collection of " + where + " that is to be restored.");
            }
            return ServerSource.open(URI.create(where), token(where), name);
        }
        return DirectorySource.of(Path.of(where), name);
    }

    VolumeTarget target(String where, boolean checkAll) throws IOException {
        return isServer(where)
                ? new ServerTarget(URI.create(where), token(where), true)
                : DirectoryTarget.in(Path.of(where), checkAll);
    }

    /** The token of an operator there; empty for a directory. */
    String tokenIfServer(String where) throws IOException {
        return isServer(where) ? token(where) : "";
    }

    private String token(String where) throws IOException {
        if (tokenFile == null) {
            String environment = System.getenv("XING_TOKEN");
            if (environment == null) {
                throw new Failure("give the token of an operator of " + where + " with --token-file or XING_TOKEN.");
            }
            return environment;
        }
        return Files.readString(tokenFile).strip();
    }
}
