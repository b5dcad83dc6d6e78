package org.xingvo.server.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code xing adql}: what becomes of a query in the database. */
@Command(
        name = "adql",
        description = {
            "Show the SQL that a query becomes, and the plan that the database has for it.",
            "The query is not run. docs/adql.md says what queries can say."
        },
        footer = {"", "  xing adql \"SELECT TOP 5 * FROM ivoa.obscore\" --data DIR"},
        mixinStandardHelpOptions = true)
final class AdqlCommand implements Runnable {
    @Mixin
    ServerOptions options = new ServerOptions();

    @Parameters(paramLabel = "QUERY", description = "The query, in quotes of the shell.")
    String query = "";

    @Option(names = "--as-operator", description = "As for somebody who sees every row (default: as for the public).")
    boolean asOperator;

    @Override
    public void run() {
        LiveServer.with(
                options.config(),
                server -> System.out.print(server.post(
                        "/tap/translate", Map.of("QUERY", query, "AS", asOperator ? "operator" : "public"))));
    }
}
