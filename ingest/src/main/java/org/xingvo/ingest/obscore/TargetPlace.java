package org.xingvo.ingest.obscore;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.fits.Card;
import org.xingvo.ingest.fits.HduHeader;
import org.xingvo.ingest.wcs.EquatorialCards;
import org.xingvo.ingest.wcs.SkyFrame;

/**
 * Where the target of a spectrum, event list or table is, from pairs of cards, or from the only row of a table. The
 * pairs have an order: the object itself, then RA and DEC, then where the telescope pointed. Each rank is looked for
 * in every HDU before the next. Described with its reasons in docs/positions.md.
 */
final class TargetPlace {
    /** A pair of keywords and the frame their names imply, if any. */
    private record Pair(String ra, String dec, @Nullable SkyFrame implied) {
        Pair(String ra, String dec) {
            this(ra, dec, null);
        }
    }

    /** Columns that hold the place of the one target of the file. */
    private static final List<Pair> ROW_TARGET = List.of(
            new Pair("PLUG_RA", "PLUG_DEC"),
            new Pair("TARGET_RA", "TARGET_DEC"),
            new Pair("RA_TARG", "DEC_TARG"),
            new Pair("RAEP0", "DECEP0"),
            new Pair("FIBER_RA", "FIBER_DEC"),
            new Pair("RACAT", "DECCAT"));

    private static final List<Pair> ROW_PLAIN = List.of(new Pair("RA", "DEC"), new Pair("RA_OBJ", "DEC_OBJ"));

    private static final List<Pair> OBJECT = List.of(
            new Pair("PLUG_RA", "PLUG_DEC"),
            new Pair("SRC_RA", "SRC_DEC"),
            new Pair("RA_SRC", "DEC_SRC"),
            new Pair("RAOBJ", "DECOBJ"),
            new Pair("RA_OBJ", "DEC_OBJ"),
            new Pair("OBJ_RA", "OBJ_DEC"),
            new Pair("OBJRA", "OBJDEC"),
            new Pair("OBJ-RA", "OBJ-DEC"),
            new Pair("OBJCTRA", "OBJCTDEC", SkyFrame.FK5_J2000),
            new Pair("RA_TARG", "DEC_TARG"),
            new Pair("TARG_RA", "TARG_DEC"),
            new Pair("TARGRA", "TARGDEC"),
            new Pair("TARGETRA", "TARGETDE"),
            new Pair("TARGETRA", "TARGDEC"),
            new Pair("TARGET_RA", "TARGET_DEC"),
            new Pair("SRCRA", "SRCDEC"));

    private static final Pair RA_DEC = new Pair("RA", "DEC");

    private static final List<Pair> GENERAL = List.of(
            RA_DEC,
            new Pair("RA2000", "DEC2000", SkyFrame.FK5_J2000),
            new Pair("RA_2000", "DEC_2000", SkyFrame.FK5_J2000),
            new Pair("RAJ2000", "DEJ2000", SkyFrame.FK5_J2000),
            new Pair("RA-D", "DEC-D"),
            new Pair("RA_DEG", "DEC_DEG"),
            new Pair("RADEG", "DECDEG"),
            new Pair("ALPHA", "DELTA"),
            new Pair("POSTN-RA", "POSTN-DE"),
            new Pair("RA_CENT", "DEC_CENT"),
            new Pair("RA_CEN", "DEC_CEN"),
            new Pair("RA_APER", "DEC_APER"));

    private static final List<Pair> POINTING = List.of(
            new Pair("RA_PNT", "DEC_PNT"),
            new Pair("RA_NOM", "DEC_NOM"),
            new Pair("RA_POINT", "DEC_POINT"),
            new Pair("OBSRA", "OBSDEC"),
            new Pair("OBS_RA", "OBS_DEC"),
            new Pair("RA-OBS", "DEC-OBS"),
            new Pair("OBS-RA", "OBS-DEC"),
            new Pair("TELRA", "TELDEC"),
            new Pair("TEL_RA", "TEL_DEC"),
            new Pair("TELRA", "TELDE"),
            new Pair("RA_TEL", "DEC_TEL"),
            new Pair("RATEL", "DECTEL"),
            new Pair("RABASE", "DECBASE"));

    private static final Pattern OF_OBJECT = Pattern.compile(".*\\b(object|target|source|star)\\b.*");
    private static final Pattern OF_TELESCOPE =
            Pattern.compile(".*\\b(telescope|boresight|pointing|plate|field cent(er|re)|tel\\. pos)\\b.*");
    private static final Pattern J2000 = Pattern.compile(".*\\b(j2000(\\.0)?|2000\\.0|fk5)\\b.*");
    private static final Pattern B1950 = Pattern.compile(".*\\b(b1950(\\.0)?|1950\\.0|fk4)\\b.*");
    /** Positions that many pipelines write when they know none [deg]. */
    private static final List<Double> SAME_FILLERS = List.of(-1.0, 1.0, 99.0, -99.0, 90.0, -90.0);

    private TargetPlace() {}

    /**
     * The best place that the headers name.
     *
     * @param spectrum the file is the spectrum of one target, so the columns RA and DEC of a single row are its place
     */
    static Place of(Header header, boolean spectrum) {
        Finder finder = new Finder(header);
        finder.rows(ROW_TARGET);
        if (spectrum) {
            finder.rows(ROW_PLAIN);
        }
        finder.objects();
        finder.cards(GENERAL, false);
        finder.cards(GENERAL, true);
        finder.cards(POINTING, true);
        return finder.result();
    }

    /**
     * The frame of a pair of cards: what its name says, else RADESYS and EQUINOX of its HDU, else its comment, else the
     * primary header, else ICRS.
     */
    private static @Nullable SkyFrame frame(HduHeader hdu, HduHeader primary, Pair pair, String comment) {
        String radesys = EquatorialCards.radesys(hdu);
        Double equinox = EquatorialCards.equinoxOfCards(hdu);
        if (pair.implied() != null && (pair.ra().contains("2000") || (equinox == null && radesys == null))) {
            return "ICRS".equalsIgnoreCase(radesys) ? SkyFrame.ICRS : pair.implied();
        }
        if (equinox == null && radesys == null) {
            String words = comment.toLowerCase(Locale.ROOT);
            if (J2000.matcher(words).matches()) {
                return SkyFrame.FK5_J2000;
            }
            if (B1950.matcher(words).matches()) {
                return SkyFrame.FK4_B1950;
            }
            radesys = EquatorialCards.radesys(primary);
            equinox = EquatorialCards.equinoxOfCards(primary);
        }
        return pair.implied() != null && pair.implied().kind() == SkyFrame.Kind.FK5 && equinox != null && equinox < 2000
                ? pair.implied()
                : SkyFrame.equatorial(radesys, equinox);
    }

    /** Keeps the first usable place, and else the first reason why a place was not usable. */
    private static final class Finder {
        private final Header header;
        private @Nullable Place found;
        private @Nullable Place refused;

        Finder(Header header) {
            this.header = header;
        }

        Place result() {
            if (found != null) {
                return found;
            }
            return refused != null
                    ? refused
                    : Place.none("no-position", "no card and no one-row table names a right ascension and declination");
        }

        void rows(List<Pair> pairs) {
            for (HduHeader hdu : header.hdus()) {
                for (Pair pair : pairs) {
                    consider(hdu, pair, hdu.cell(pair.ra()), hdu.cell(pair.dec()));
                }
            }
        }

        /** Pairs that name the object, and RA and DEC where their comment says they are the object's. */
        void objects() {
            for (HduHeader hdu : header.hdus()) {
                for (Pair pair : OBJECT) {
                    consider(hdu, pair, hdu.card(pair.ra()), hdu.card(pair.dec()));
                }
                Card ra = hdu.card(RA_DEC.ra());
                if (ra != null && OF_OBJECT.matcher(words(ra)).matches() && !ofTelescope(ra)) {
                    consider(hdu, RA_DEC, ra, hdu.card(RA_DEC.dec()));
                }
            }
        }

        void cards(List<Pair> pairs, boolean alsoTelescope) {
            for (HduHeader hdu : header.hdus()) {
                for (Pair pair : pairs) {
                    Card ra = hdu.card(pair.ra());
                    if (ra != null && (alsoTelescope || !ofTelescope(ra))) {
                        consider(hdu, pair, ra, hdu.card(pair.dec()));
                    }
                }
            }
        }

        private static boolean ofTelescope(Card ra) {
            return OF_TELESCOPE.matcher(words(ra)).matches();
        }

        private static String words(Card card) {
            return card.comment() == null ? "" : card.comment().toLowerCase(Locale.ROOT);
        }

        private void consider(HduHeader hdu, Pair pair, @Nullable Card ra, @Nullable Card dec) {
            if (found != null || ra == null || dec == null) {
                return;
            }
            Place place = place(hdu, pair, ra, dec);
            if (place.position() != null) {
                found = place;
            } else if (refused == null) {
                refused = place;
            }
        }

        private Place place(HduHeader hdu, Pair pair, Card raCard, Card decCard) {
            String where = "%s and %s of HDU %d are %s and %s"
                    .formatted(pair.ra(), pair.dec(), hdu.index(), raCard.value(), decCard.value());
            Double ra = Angles.rightAscension(raCard);
            Double dec = Angles.declination(decCard);
            if (ra == null || dec == null) {
                return Header.filler(raCard) || Header.filler(decCard)
                        ? Place.none("placeholder", where)
                        : Place.none("not-an-angle", where);
            }
            if (placeholder(ra, dec) || Header.filler(raCard) || Header.filler(decCard)) {
                return Place.none("placeholder", where);
            }
            if (ra < -180 || ra > 360 || Math.abs(dec) > 90) {
                return Place.none("out-of-range", where);
            }
            String comment = raCard.comment() == null ? "" : raCard.comment();
            SkyFrame frame = frame(hdu, raCard.equals(hdu.cell(pair.ra())) ? hdu : header.primary(), pair, comment);
            if (frame == null) {
                return Place.none("frame-unknown", where + " in " + EquatorialCards.radesys(hdu));
            }
            return Place.at(frame, ra, dec);
        }

        private static boolean placeholder(double ra, double dec) {
            return (ra == 0 && dec == 0) || (ra == dec && SAME_FILLERS.contains(ra)) || (ra < 0 && ra == dec);
        }
    }
}
