package org.xingvo.dali;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.xingvo.votable.Info;
import org.xingvo.votable.write.VotableWriter;

/** The VOTable that tells of a fault (DALI 1.1, section 4.2). */
public final class ErrorDocument {
    public static final String CONTENT_TYPE = "application/x-votable+xml";

    private ErrorDocument() {}

    /**
     * The whole document.
     *
     * @param message content of the INFO named QUERY_STATUS, which has no other attributes than name and value: a
     *     client looks for that very text
     */
    public static byte[] of(String message) {
        return document(new Info("QUERY_STATUS", "ERROR", message));
    }

    /** As Simple Cone Search 1.03, section 2.3, wants it: an INFO named Error whose value is the message. */
    public static byte[] ofCone(String message) {
        return document(new Info("Error", message), new Info("QUERY_STATUS", "ERROR", message));
    }

    private static byte[] document(Info... infos) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        VotableWriter writer = new VotableWriter(out);
        try {
            writer.openDocument();
            writer.openResults(List.of(infos), List.of(), List.of());
            writer.closeResults(List.of());
            writer.closeDocument();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
