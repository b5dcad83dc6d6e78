package org.xingvo.ingest.wcs;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.fits.Card;
import org.xingvo.ingest.fits.HduHeader;

/** The cards that name the equatorial frame of an HDU. Pure functions. Source: paper II, section 3.1. */
public final class EquatorialCards {
    private static final Pattern YEAR = Pattern.compile("([BJbj]?)\\s*(\\d{4}(?:\\.\\d*)?)");

    private static final Pattern OF_DATE = Pattern.compile("(?i)date|apparent|current|now");

    private static final Pattern OF_COORDINATES =
            Pattern.compile(".*(equinox|coordinates?|\\bra\\b|\\bdec\\b|r\\.a\\.|right asc).*");

    private EquatorialCards() {}

    /**
     * RADESYS, or RADECSYS as it was called; null when blank. An EQUINOX in words that mean the date of the observation
     * is a frame of its own, "of date", unless this is ICRS.
     */
    public static @Nullable String radesys(HduHeader hdu) {
        String value = hdu.value("RADESYS");
        if (value == null || value.isBlank()) {
            value = hdu.value("RADECSYS");
        }
        String name = value == null || value.isBlank() ? null : value.strip();
        String equinox = hdu.value("EQUINOX");
        boolean fixed = name != null && name.toUpperCase(Locale.ROOT).startsWith("IC");
        return !fixed && equinox != null && OF_DATE.matcher(equinox).find() ? "of date" : name;
    }

    /**
     * The equinox in years, or null when the header says none. EQUINOX may be a number or words like J2000; 0 says
     * none. EPOCH is an equinox only when it is a round one: elsewhere it is the date of the observation.
     */
    public static @Nullable Double equinox(HduHeader hdu) {
        Double equinox = year(hdu.value("EQUINOX"));
        if (equinox != null) {
            return equinox;
        }
        Double epoch = year(hdu.value("EPOCH"));
        return epoch != null && (epoch == 1950 || epoch == 2000 || epoch == 1900 || epoch == 1875) ? epoch : null;
    }

    /**
     * The equinox of positions in cards: as {@link #equinox}, but an EPOCH whose comment says that it is the epoch of
     * the coordinates is believed, too. Telescopes that point by mean places of date write it so.
     */
    public static @Nullable Double equinoxOfCards(HduHeader hdu) {
        Double equinox = equinox(hdu);
        Card epoch = hdu.card("EPOCH");
        if (equinox != null || epoch == null || epoch.comment() == null) {
            return equinox;
        }
        return OF_COORDINATES.matcher(epoch.comment().toLowerCase(Locale.ROOT)).matches() ? year(epoch.value()) : null;
    }

    private static @Nullable Double year(@Nullable String text) {
        Matcher m = YEAR.matcher(text == null ? "" : text.strip());
        if (!m.matches()) {
            Double number = number(text);
            return number != null && number >= 1800 && number <= 2100 ? number : null;
        }
        double year = Double.parseDouble(m.group(2));
        return year >= 1800 && year <= 2100 ? year : null;
    }

    private static @Nullable Double number(@Nullable String text) {
        try {
            return text == null ? null : Double.valueOf(text.strip().replace('D', 'E'));
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
