package org.xingvo.tap;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.xingvo.votable.Info;

/**
 * Who answers, as every table tells (Data Origin in the VO 1.1, query information). Immutable.
 *
 * @param publisher the archive's name for people
 * @param software name and version, as in the header {@code Server}
 */
public record Origin(String publisher, String software) {
    /** Of a service without a name. */
    public static final Origin UNNAMED = new Origin("", "XingVO");

    /**
     * Remarks before a table.
     *
     * @param request its address without the query
     */
    public List<Info> infos(String request) {
        return List.of(
                new Info("publisher", publisher),
                new Info("server_software", software),
                new Info("request", request),
                new Info(
                        "request_date",
                        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString()));
    }
}
