package org.xingvo.ingest.obscore;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.fits.HduHeader;

/**
 * From all headers of one file to one {@link Observation}. A pure function: the same headers give the same answer. What
 * cannot be trusted is null. Thread-safe. The rules are in docs/positions.md.
 */
public final class Describer {
    private Describer() {}

    /**
     * What the headers say of the file as one observation.
     *
     * @param hdus at least one, in the order of the file
     */
    public static Observation describe(List<HduHeader> hdus) {
        Header header = new Header(hdus);
        Place place = TargetPlace.of(header, true);
        return new Observation(
                null,
                1,
                header.text("OBSID", "OBS_ID"),
                title(header),
                header.text("OBJECT", "OBJNAME", "TARGNAME"),
                place.position(),
                place.reason(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                header.number("EXPTIME", "EXPOSURE"),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                header.text("TELESCOP"),
                header.text("INSTRUME"));
    }

    private static @Nullable String title(Header header) {
        return header.text("OBJECT", "OBJNAME", "TARGNAME");
    }
}
