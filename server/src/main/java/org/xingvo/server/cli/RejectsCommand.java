package org.xingvo.server.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code xing rejects}: the refused files and why. */
@Command(
        name = "rejects",
        description = "List the files that were refused, and why (the TAP table xing.rejects).",
        mixinStandardHelpOptions = true)
final class RejectsCommand implements Runnable {
    @Mixin
    ServerOptions options = new ServerOptions();

    @Option(names = "--run", paramLabel = "N", description = "Only those of one run; default is the last one.")
    @Nullable
    Long run;

    @Override
    public void run() {
        String which = run == null ? "(SELECT MAX(run) FROM xing.rejects)" : Long.toString(run);
        LiveServer.with(
                options.config(),
                server -> TextTable.print(
                        server.query("SELECT reason, source, detail FROM xing.rejects WHERE run = " + which
                                + " ORDER BY reason, source"),
                        System.out));
    }
}
