package org.xingvo.ingest.wcs;

/**
 * Why a header gives no place on the sky. Immutable.
 *
 * @param kind what is to be concluded from it
 * @param words for people: what was found
 */
public record NoSkyWcs(Kind kind, String words) implements SkyWcs {
    /** The classes of headers. */
    public enum Kind {
        /** No axis is celestial: there may be a position in cards. */
        NONE,
        /** Celestial axes, but values are missing or are placeholders: as if there were none. */
        INCOMPLETE,
        /** Coordinates on the Sun or another body: there is no place on the sky. */
        NOT_SKY,
        /** A projection or distortion that is not known here: the centre is somewhere else than a card says. */
        UNSUPPORTED
    }
}
