package org.xingvo.dali.vosi;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a service works (VOSI 1.1, section 2.3). Immutable.
 *
 * @param upSince last start; null: not known
 * @param downAt next planned stop; null: none
 * @param backAt end of that stop; null: not known
 * @param notes for people
 */
public record Availability(
        boolean available,
        @Nullable Instant upSince,
        @Nullable Instant downAt,
        @Nullable Instant backAt,
        List<String> notes) {
    public Availability {
        notes = List.copyOf(notes);
    }

    public static Availability up(Instant since, String note) {
        return new Availability(true, since, null, null, List.of(note));
    }

    public static Availability down(String reason) {
        return new Availability(false, null, null, null, List.of(reason));
    }

    /** Writes the document; flushes the stream and leaves it open. */
    public void write(OutputStream out) throws IOException {
        XmlWriter xml = new XmlWriter(out);
        xml.start("vosi:availability")
                .namespace("vosi", "http://www.ivoa.net/xml/VOSIAvailability/v1.0")
                .element("vosi:available", Boolean.toString(available));
        time(xml, "vosi:upSince", upSince);
        time(xml, "vosi:downAt", downAt);
        time(xml, "vosi:backAt", backAt);
        for (String note : notes) {
            xml.optional("vosi:note", note);
        }
        xml.end().finish();
    }

    private static void time(XmlWriter xml, String name, @Nullable Instant time) throws IOException {
        if (time != null) {
            xml.element(name, time.truncatedTo(ChronoUnit.SECONDS).toString());
        }
    }
}
