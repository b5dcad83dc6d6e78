package org.xingvo.ingest.obscore;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.fits.HduHeader;
import org.xingvo.ingest.fits.HduHeader.Kind;
import org.xingvo.ingest.wcs.CelestialWcs;
import org.xingvo.ingest.wcs.NoSkyWcs;
import org.xingvo.ingest.wcs.SkyWcs;
import org.xingvo.ingest.wcs.SkyWcsReader;
import org.xingvo.ingest.wcs.SpectralAxis;

/**
 * What kind of data product a file is and, for pictures, the world coordinates that place it. Immutable. Source:
 * ObsCore 1.1, section 3.3.1.
 *
 * @param type ObsCore's dataproduct_type, or null
 * @param picture the HDU whose world coordinates place the file; null: it is no picture of the sky
 * @param wcs those of {@code picture}
 * @param sky world coordinates that place something that is no picture, such as a spectrum; null: none
 * @param trouble why a picture with celestial axes has no usable coordinates; null: it has, or has no such axes
 */
record Product(
        @Nullable String type,
        @Nullable HduHeader picture,
        @Nullable CelestialWcs wcs,
        @Nullable CelestialWcs sky,
        @Nullable NoSkyWcs trouble) {
    private static final Set<String> EVENTS = Set.of("EVENTS", "STDEVT", "EVENTLIST", "REJEVT");
    private static final Set<String> WAVELENGTHS = Set.of(
            "LOGLAM",
            "WAVELENGTH",
            "WAVE",
            "LAMBDA",
            "LAM",
            "WAVELENGTHS",
            "LOGWAVE",
            "WLEN",
            "FREQUENCY",
            "ENERGY",
            "CHANNEL",
            "WAVELENGTH_AIR",
            "WAVELENGTH_VAC",
            "SPECTRAL_AXIS",
            "ENERG_LO");
    private static final Set<String> FLUXES = Set.of(
            "FLUX",
            "COUNTS",
            "INTENSITY",
            "RATE",
            "FLUX_REDUCED",
            "FLUX_DENSITY",
            "NET",
            "SPECRESP",
            "DATA",
            "FLUX1",
            "CALFLUX",
            "NORMALIZATION",
            "COUNT_RATE");

    static Product of(Header header) {
        String table = tableType(header);
        SkyWcs first = null;
        CelestialWcs headerOnly = null;
        HduHeader headerOnlyHdu = null;
        CelestialWcs sky = null;
        for (HduHeader hdu : header.hdus()) {
            if (hdu.kind() != Kind.IMAGE) {
                continue;
            }
            SkyWcs wcs = SkyWcsReader.read(hdu, header.hdus());
            if (wcs instanceof CelestialWcs celestial) {
                boolean pixels = !hdu.imageAxes().isEmpty();
                boolean main = hdu.index() == 0 || table == null || table.equals("measurements");
                if (pixels && celestial.isPicture() && main) {
                    return new Product(cubeOrImage(hdu), hdu, celestial, null, null);
                }
                sky = sky == null && pixels && !celestial.isPicture() ? celestial : sky;
                if (!pixels && headerOnly == null) {
                    headerOnly = celestial;
                    headerOnlyHdu = hdu;
                }
            } else if (first == null && wcs instanceof NoSkyWcs no && no.kind() != NoSkyWcs.Kind.NONE) {
                first = no;
            }
        }
        NoSkyWcs trouble = first instanceof NoSkyWcs no ? no : null;
        boolean empty = header.hdus().stream().noneMatch(HduHeader::hasData);
        if (empty && headerOnly != null) {
            return new Product("image", headerOnlyHdu, headerOnly, null, null);
        }
        return new Product(table != null ? table : pixelType(header), null, null, sky, trouble);
    }

    private static String cubeOrImage(HduHeader hdu) {
        long axes = hdu.imageAxes().stream().filter(length -> length > 1).count();
        return axes > 2 ? "cube" : "image";
    }

    /** By the extension that says most: an event list with good time intervals is an event list. */
    private static @Nullable String tableType(Header header) {
        List<String> types = new ArrayList<>();
        for (HduHeader hdu : header.hdus()) {
            if (hdu.kind() == Kind.BINTABLE || hdu.kind() == Kind.ASCII_TABLE) {
                types.add(tableType(hdu));
            }
        }
        if (header.primary().kind() == Kind.OTHER) {
            types.add("visibility");
        }
        for (String type : List.of("visibility", "event", "timeseries", "spectrum", "measurements")) {
            if (types.contains(type)) {
                return type;
            }
        }
        return null;
    }

    /** A table of a spectral axis and what was measured along it. */
    static boolean isSpectrumTable(HduHeader hdu) {
        return hdu.kind() == Kind.BINTABLE && tableType(hdu).equals("spectrum");
    }

    private static String tableType(HduHeader hdu) {
        String name = upper(hdu.extname());
        String ogip = upper(hdu.value("HDUCLAS1"));
        if (name.startsWith("OI_VIS") || name.equals("OI_T3") || name.equals("UV_DATA") || name.equals("AIPS UV")) {
            return "visibility";
        }
        if (EVENTS.contains(name) || ogip.equals("EVENTS")) {
            return "event";
        }
        if (name.equals("SPECTRUM") || ogip.equals("SPECTRUM") || name.equals("SINGLE DISH") || name.equals("COADD")) {
            return "spectrum";
        }
        if (name.equals("RATE")
                || ogip.startsWith("LIGHT")
                || ogip.equals("TEMPORALDATA")
                || name.equals("LIGHTCURVE")) {
            return "timeseries";
        }
        boolean wavelength = false;
        boolean flux = false;
        boolean time = false;
        Long fields = hdu.integer("TFIELDS");
        for (int i = 1; fields != null && i <= Math.min(fields, 999); i++) {
            String column = upper(hdu.value("TTYPE" + i));
            wavelength |= WAVELENGTHS.contains(column);
            flux |= FLUXES.contains(column) || column.endsWith("_FLUX");
            time |= column.equals("TIME") && i == 1;
        }
        if (wavelength && flux) {
            return "spectrum";
        }
        return time && flux ? "timeseries" : "measurements";
    }

    /** Images without a picture of the sky. */
    private static @Nullable String pixelType(Header header) {
        for (HduHeader hdu : header.hdus()) {
            List<Long> axes = hdu.imageAxes();
            if (axes.isEmpty()) {
                continue;
            }
            long wide = axes.stream().filter(length -> length > 1).count();
            if (wide == 1 || SpectralAxis.of(hdu) != null) {
                return wide >= 3 ? "cube" : "spectrum";
            }
            return wide == 2 ? "image" : wide >= 3 ? "cube" : null;
        }
        return null;
    }

    private static String upper(@Nullable String text) {
        return text == null ? "" : text.strip().toUpperCase(Locale.ROOT);
    }
}
