package org.xingvo.ingest.wcs;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.fits.HduHeader;
import org.xingvo.ingest.wcs.NoSkyWcs.Kind;

/**
 * Reads the primary celestial world coordinates of an image header (no alternates). A pure function, thread-safe.
 * Sources: papers I and II; FITS 4.0 section 8; the conventions SIP, TPV and TNX.
 */
public final class SkyWcsReader {
    private static final Pattern CTYPE = Pattern.compile("([A-Z]{1,4}?)-*(?:-([A-Z]{3}))?(-[A-Z0-9]{3})?");
    private static final Map<String, String> LATITUDE_OF =
            Map.of("RA", "DEC", "GLON", "GLAT", "ELON", "ELAT", "SLON", "SLAT");
    private static final Pattern BODY =
            Pattern.compile("([A-Z]{2}L[NT]|[A-DFHI-RT-Z]L(ON|AT)|HECH|HCPA|SOLX|SOLY|SOLAR.?[XY]).*");
    private static final int MAX_AXES = 9;
    /** Linear axes are within a few arcseconds of the plate solution that they approximate. */
    private static final double PLATE_AGREES_DEG = 20 / 3600.0;

    private SkyWcsReader() {}

    /**
     * What the header of an image says of the sky.
     *
     * @param file all headers of the file: the primary one is asked for RADESYS and EQUINOX where INHERIT allows it, the
     *     others for lookup tables
     */
    public static SkyWcs read(HduHeader hdu, List<HduHeader> file) {
        HduHeader primary = file.getFirst();
        List<Long> lengths = lengths(hdu);
        int axes = axes(hdu, lengths.size());
        int lon = -1;
        int lat = -1;
        boolean body = false;
        String[] type = new String[axes];
        String[] code = new String[axes];
        for (int i = 0; i < axes; i++) {
            String ctype = ctype(hdu, i);
            body |= BODY.matcher(ctype).matches();
            Matcher m = CTYPE.matcher(ctype);
            type[i] = m.matches() ? m.group(1) : ctype;
            code[i] = m.matches() && m.group(2) != null ? m.group(2) : "";
            lon = lon < 0 && LATITUDE_OF.containsKey(type[i]) ? i : lon;
        }
        for (int i = 0; lon >= 0 && i < axes; i++) {
            lat = lat < 0 && type[i].equals(LATITUDE_OF.get(type[lon])) ? i : lat;
        }
        SkyWcs plate = hdu.number("AMDX1") == null ? null : PlateSolution.read(hdu, frame(hdu, primary, "RA"), lengths);
        if (lon < 0 || lat < 0) {
            if (plate != null) {
                return plate;
            }
            return body
                    ? new NoSkyWcs(Kind.NOT_SKY, "axes " + ctypes(hdu, axes) + " are on a body of the solar system")
                    : new NoSkyWcs(Kind.NONE, "no celestial axes");
        }
        SkyWcs linear =
                celestial(hdu, file, axes, lon, lat, type[lon], code[lon].isEmpty() ? code[lat] : code[lon], lengths);
        return plate instanceof CelestialWcs better && isNear(linear, better) ? better : linear;
    }

    /** A plate solution is what the linear axes beside it approximate, unless the picture was resampled since. */
    private static boolean isNear(SkyWcs linear, CelestialWcs plate) {
        LonLat a = linear instanceof CelestialWcs wcs ? wcs.centre() : null;
        LonLat b = plate.centre();
        return a != null && b != null && a.separationDeg(b) < PLATE_AGREES_DEG;
    }

    private static SkyWcs celestial(
            HduHeader hdu,
            List<HduHeader> file,
            int axes,
            int lon,
            int lat,
            String type,
            String code,
            List<Long> lengths) {
        Double lonUnit = degrees(hdu.value("CUNIT" + (lon + 1)));
        Double latUnit = degrees(hdu.value("CUNIT" + (lat + 1)));
        Double lon0 = hdu.number("CRVAL" + (lon + 1));
        Double lat0 = hdu.number("CRVAL" + (lat + 1));
        if (lonUnit == null || latUnit == null || lon0 == null || lat0 == null) {
            return new NoSkyWcs(Kind.INCOMPLETE, "no CRVAL, or a CUNIT that is no angle, for " + ctypes(hdu, axes));
        }
        HduHeader primary = file.getFirst();
        double lonDeg = lon0 * lonUnit;
        double latDeg = lat0 * latUnit;
        LookupTables tables;
        try {
            tables = LookupTables.of(hdu, file);
        } catch (LookupTables.Missing e) {
            return new NoSkyWcs(Kind.UNSUPPORTED, String.valueOf(e.getMessage()));
        }
        LinearPart linear = LinearPart.of(hdu, axes, lon, lat, lonUnit, latUnit, tables);
        if (linear == null || Math.abs(latDeg) > 90 || Math.abs(lonDeg) > 720) {
            return new NoSkyWcs(
                    Kind.INCOMPLETE,
                    "no scale, a singular matrix or a reference value off the sphere for " + ctypes(hdu, axes));
        }
        SkyFrame frame = frame(hdu, primary, type);
        if (frame == null) {
            return new NoSkyWcs(Kind.UNSUPPORTED, "frame " + radesys(hdu, primary) + " has no fixed way to ICRS");
        }
        if (code.isEmpty()) {
            NativePole at = new NativePole(lonDeg, latDeg, 0, 0, 0);
            return new CelestialWcs(linear, null, null, at, frame, lengths);
        }
        Projection projection = Projection.of(code, m -> or(pv(hdu, lat, m), Double.NaN), latDeg);
        if (projection == null) {
            return new NoSkyWcs(Kind.UNSUPPORTED, "projection of " + ctypes(hdu, axes));
        }
        if (lonDeg == 0 && latDeg == 0 && type.equals("RA") && projection.zenithal()) {
            return new NoSkyWcs(Kind.INCOMPLETE, "CRVAL is 0, 0 for " + ctypes(hdu, axes));
        }
        return projected(hdu, linear, projection, lon, lat, lonDeg, latDeg, frame, lengths);
    }

    private static SkyWcs projected(
            HduHeader hdu,
            LinearPart linear,
            Projection projection,
            int lon,
            int lat,
            double lonDeg,
            double latDeg,
            SkyFrame frame,
            List<Long> lengths) {
        boolean scamp = projection.code().equals("TPV")
                || (projection.code().equals("TAN") && pv(hdu, lat, 1) != null && pv(hdu, lon, 1) != null);
        Distortion bend = scamp && linear.sip() == null ? tpv(hdu, lon, lat) : null;
        if (projection.code().equals("TNX")) {
            bend = Tnx.of(hdu, lon + 1, lat + 1);
            if (bend == null) {
                return new NoSkyWcs(Kind.UNSUPPORTED, "TNX without readable WAT cards");
            }
        }
        Double lonpole = hdu.number("LONPOLE");
        Double latpole = hdu.number("LATPOLE");
        Double phi0 = null;
        Double theta0 = null;
        double[] shift = {0, 0};
        if (!scamp) {
            lonpole = pv(hdu, lon, 3) == null ? lonpole : pv(hdu, lon, 3);
            latpole = pv(hdu, lon, 4) == null ? latpole : pv(hdu, lon, 4);
            phi0 = pv(hdu, lon, 1);
            theta0 = pv(hdu, lon, 2);
        }
        double reference = theta0 == null ? projection.theta0Deg() : theta0;
        if (!scamp && or(pv(hdu, lon, 0), 0) != 0) {
            shift = projection.toPlane(Math.toRadians(or(phi0, 0)), Math.toRadians(reference));
            if (shift == null) {
                return new NoSkyWcs(Kind.UNSUPPORTED, "a reference point outside of the projection by PV cards");
            }
        }
        NativePole pole = NativePole.of(lonDeg, latDeg, or(phi0, 0), reference, lonpole, latpole);
        return pole == null
                ? new NoSkyWcs(Kind.INCOMPLETE, "LONPOLE and LATPOLE contradict the reference point")
                : new CelestialWcs(linear, projection, shifted(bend, shift), pole, frame, lengths);
    }

    /** The origin of the plane is moved to where the reference point is projected to. */
    private static @Nullable Distortion shifted(@Nullable Distortion bend, double[] shift) {
        return shift[0] == 0 && shift[1] == 0 ? bend : (x, y) -> new double[] {x + shift[0], y + shift[1]};
    }

    private static Distortion tpv(HduHeader hdu, int lon, int lat) {
        double[] a = new double[Distortion.TPV_TERMS];
        double[] b = new double[Distortion.TPV_TERMS];
        for (int m = 0; m < Distortion.TPV_TERMS; m++) {
            a[m] = or(pv(hdu, lon, m), m == 1 ? 1 : 0);
            b[m] = or(pv(hdu, lat, m), m == 1 ? 1 : 0);
        }
        return Distortion.tpv(a, b);
    }

    /** PVi_m. */
    private static @Nullable Double pv(HduHeader hdu, int axis, int m) {
        return hdu.number("PV" + (axis + 1) + "_" + m);
    }

    private static @Nullable SkyFrame frame(HduHeader hdu, HduHeader primary, String type) {
        String radesys = radesys(hdu, primary);
        Double equinox = EquatorialCards.equinox(hdu);
        if (radesys == null && equinox == null && hdu.flag("INHERIT")) {
            equinox = EquatorialCards.equinox(primary);
        }
        return switch (type) {
            case "GLON" -> SkyFrame.GALACTIC;
            case "SLON" -> SkyFrame.SUPERGALACTIC;
            case "ELON" -> new SkyFrame(SkyFrame.Kind.ECLIPTIC, or(equinox, 2000));
            default -> SkyFrame.equatorial(radesys, equinox);
        };
    }

    private static @Nullable String radesys(HduHeader hdu, HduHeader primary) {
        String own = EquatorialCards.radesys(hdu);
        boolean inherit = own == null && EquatorialCards.equinox(hdu) == null && hdu.flag("INHERIT");
        return inherit ? EquatorialCards.radesys(primary) : own;
    }

    /** The axes of the image; of the image it describes, for a header of astrometry.net that has none of its own. */
    private static List<Long> lengths(HduHeader hdu) {
        List<Long> lengths = hdu.imageAxes();
        Long width = hdu.integer("IMAGEW");
        Long height = hdu.integer("IMAGEH");
        boolean described = lengths.isEmpty() && width != null && height != null && width > 0 && height > 0;
        return described ? List.of(width, height) : lengths;
    }

    private static int axes(HduHeader hdu, int pixelAxes) {
        int axes = pixelAxes;
        for (int i = axes + 1; i <= MAX_AXES; i++) {
            if (hdu.value("CTYPE" + i) != null) {
                axes = i;
            }
        }
        return Math.min(axes, MAX_AXES);
    }

    private static String ctype(HduHeader hdu, int axis) {
        String ctype = hdu.value("CTYPE" + (axis + 1));
        return ctype == null ? "" : ctype.strip().toUpperCase(Locale.ROOT);
    }

    private static String ctypes(HduHeader hdu, int axes) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < axes; i++) {
            words.append(i == 0 ? "" : ", ").append(ctype(hdu, i));
        }
        return words.toString();
    }

    /** Degrees in one unit, or null for what is no angle. */
    private static @Nullable Double degrees(@Nullable String unit) {
        String u = unit == null ? "" : unit.strip().toLowerCase(Locale.ROOT);
        return switch (u) {
            case "", "deg", "degree", "degrees", "degs", "decdeg" -> 1.0;
            case "arcmin", "arcminute", "arcminutes" -> 1 / 60.0;
            case "arcsec", "arcsecs", "arcsecond", "arcseconds" -> 1 / 3600.0;
            case "mas" -> 1 / 3.6e6;
            case "rad", "radian", "radians" -> 180 / Math.PI;
            default -> null;
        };
    }

    private static double or(@Nullable Double value, double otherwise) {
        return value == null ? otherwise : value;
    }
}
