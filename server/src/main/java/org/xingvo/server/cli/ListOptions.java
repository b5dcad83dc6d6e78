package org.xingvo.server.cli;

import java.io.IOException;
import picocli.CommandLine.Option;

/** How a list is printed. Filled by picocli. */
final class ListOptions {
    @Option(names = "--json", description = "Print JSON instead of a table.")
    boolean json;

    /** Prints what the server lists at a path. */
    void print(LiveServer server, String path) throws IOException, InterruptedException {
        if (json) {
            System.out.print(server.get(path + (path.contains("?") ? "&" : "?") + "format=json"));
        } else {
            TextTable.print(server.get(path), System.out);
        }
    }
}
