package org.xingvo.vospace.xml;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A job of UWS 1.1 as a document. Immutable.
 *
 * @param owner null: anonymous
 * @param error message, beginning with the name of the fault; null: none
 * @param results absolute URLs by id
 */
public record JobDocument(
        String id,
        @Nullable String owner,
        String phase,
        Instant created,
        @Nullable Instant started,
        @Nullable Instant ended,
        Instant destruction,
        @Nullable String error,
        Map<String, String> results,
        TransferDocument transfer) {

    public void write(OutputStream out) throws IOException {
        try (XmlOut xml = new XmlOut(out)) {
            xml.start("uws", Names.UWS, "job")
                    .declare("uws", Names.UWS)
                    .declare("xlink", Names.XLINK)
                    .declareXsi()
                    .attribute("version", "1.1");
            xml.leaf("jobId", id);
            if (owner == null) {
                xml.nil("ownerId");
            } else {
                xml.leaf("ownerId", owner);
            }
            xml.leaf("phase", phase);
            xml.nil("quote");
            xml.leaf("creationTime", NodeWriter.time(created) + "Z");
            time(xml, "startTime", started);
            time(xml, "endTime", ended);
            xml.leaf("executionDuration", "0");
            xml.leaf("destruction", NodeWriter.time(destruction) + "Z");
            xml.start("parameters").end();
            writeResults(xml, false);
            if (error != null) {
                xml.start("errorSummary").attribute("type", "fatal").attribute("hasDetail", "true");
                xml.leaf("message", error).end();
            }
            xml.start("jobInfo").declare("vos", Names.VOSPACE);
            transfer.write(xml, false);
            xml.use("uws", Names.UWS).end().end();
        }
    }

    /** Only the list of results. */
    public void writeResults(OutputStream out) throws IOException {
        try (XmlOut xml = new XmlOut(out)) {
            xml.use("uws", Names.UWS);
            writeResults(xml, true);
        }
    }

    private void writeResults(XmlOut xml, boolean root) throws IOException {
        xml.start("results");
        if (root) {
            xml.declare("uws", Names.UWS).declare("xlink", Names.XLINK);
        }
        for (var result : results.entrySet()) {
            xml.start("result").attribute("id", result.getKey());
            xml.xlink("type", "simple").xlink("href", result.getValue()).end();
        }
        xml.end();
    }

    private static void time(XmlOut xml, String name, @Nullable Instant time) throws IOException {
        if (time == null) {
            xml.nil(name);
        } else {
            xml.leaf(name, NodeWriter.time(time) + "Z");
        }
    }
}
