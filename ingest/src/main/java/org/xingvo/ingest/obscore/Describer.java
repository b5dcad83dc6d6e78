package org.xingvo.ingest.obscore;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.fits.Card;
import org.xingvo.ingest.fits.HduHeader;
import org.xingvo.ingest.wcs.CelestialWcs;
import org.xingvo.ingest.wcs.LonLat;
import org.xingvo.ingest.wcs.NoSkyWcs;
import org.xingvo.ingest.wcs.SpectralAxis;

/**
 * From all headers of one file to one {@link Observation}. A pure function: the same headers give the same answer. What
 * cannot be trusted is null. Thread-safe. The rules are in docs/positions.md.
 */
public final class Describer {
    static final String[] OBS_ID = {"OBSID", "OBS_ID", "OBS-ID", "OBSERVID", "ROOTNAME", "FRAMEID", "EXPID"};
    static final String[] TARGET = {"OBJECT", "OBJNAME", "TARGNAME", "TARGET", "SOURCE", "HIERARCH ESO OBS TARG NAME"};
    static final String[] INSTRUMENT = {"INSTRUME", "INSTRUMENT", "DETECTOR", "DETNAM", "CAMERA"};
    static final String[] FACILITY = {"TELESCOP", "OBSERVAT", "FACILITY"};

    private Describer() {}

    /**
     * What the headers say of the file as one observation.
     *
     * @param hdus at least one, in the order of the file
     */
    public static Observation describe(List<HduHeader> hdus) {
        Header header = new Header(hdus);
        Product product = Product.of(header);
        Place place = place(header, product);
        boolean onSky = place.position() != null;
        CelestialWcs wcs = onSky ? product.wcs() : null;
        List<Double> region = wcs == null ? List.of() : region(wcs);
        Times times = Times.of(header);
        SpectralAxis spectral = Spectral.axis(header, product);
        String target = header.text(TARGET);
        String instrument = header.text(INSTRUMENT);
        String facility = header.text(FACILITY);
        return new Observation(
                product.type(),
                calibration(header, product),
                header.text(OBS_ID),
                title(product, target, facility, instrument),
                target,
                place.position(),
                place.reason(),
                wcs != null && region.isEmpty() ? regionReason(wcs) : null,
                wcs == null || region.isEmpty() ? null : (Double) fov(wcs, region),
                region.isEmpty() ? null : region,
                wcs == null ? null : Resolution.arcsec(header, wcs.pixelScaleArcsec()),
                wcs == null || !wcs.hasPixels() ? null : (Long) wcs.lonPixels(),
                wcs == null || !wcs.hasPixels() ? null : (Long) wcs.latPixels(),
                wcs == null ? null : wcs.pixelScaleArcsec(),
                times.start(),
                times.stop(),
                times.reason(),
                times.exposureSeconds(),
                spectral == null ? null : spectral.minMetres(),
                spectral == null ? null : spectral.maxMetres(),
                Resolution.power(header, spectral),
                spectral == null ? null : (Long) spectral.pixels(),
                observable(product.type()),
                null,
                null,
                facility,
                instrument);
    }

    /** The rule of positions: a picture's is its centre pixel, everything else's is its target. */
    private static Place place(Header header, Product product) {
        String calibration = Calibration.evidence(header);
        if (calibration != null && !"measurements".equals(product.type())) {
            return Place.none("calibration", calibration + ", not the sky");
        }
        CelestialWcs wcs = product.wcs();
        if (wcs != null) {
            LonLat centre = wcs.centre();
            return centre == null
                    ? Place.none("off-projection", "the centre pixel is outside of the projection")
                    : new Place(new SkyPosition(centre.lonDeg(), centre.latDeg()), null);
        }
        NoSkyWcs trouble = product.trouble();
        if (trouble != null && trouble.kind() == NoSkyWcs.Kind.NOT_SKY) {
            return Place.none("not-sky", trouble.words());
        }
        boolean spectrum = "spectrum".equals(product.type());
        if (trouble != null && trouble.kind() == NoSkyWcs.Kind.UNSUPPORTED && !spectrum) {
            return Place.none("wcs-unsupported", trouble.words());
        }
        Place target = TargetPlace.of(header, spectrum);
        CelestialWcs sky = product.sky();
        LonLat beam = target.position() == null && sky != null ? sky.centre() : null;
        return beam == null ? target : new Place(new SkyPosition(beam.lonDeg(), beam.latDeg()), null);
    }

    private static String regionReason(CelestialWcs wcs) {
        return wcs.hasPixels()
                ? "no-polygon: the corners are outside of the projection, or more than 60 degrees from the centre"
                : "no-pixels: the header names a reference point but no extent";
    }

    private static List<Double> region(CelestialWcs wcs) {
        List<Double> region = new ArrayList<>();
        for (LonLat vertex : wcs.footprint()) {
            region.add(vertex.lonDeg());
            region.add(vertex.latDeg());
        }
        return region;
    }

    /** Diameter of the circle around the centre that holds all corners [deg]. */
    private static double fov(CelestialWcs wcs, List<Double> region) {
        LonLat centre = wcs.centre();
        double radius = 0;
        for (int i = 0; centre != null && i + 1 < region.size(); i += 2) {
            radius = Math.max(radius, centre.separationDeg(new LonLat(region.get(i), region.get(i + 1))));
        }
        return 2 * radius;
    }

    /** 4 for catalogues, 2 for what is in physical coordinates, 1 for raw; see docs/positions.md. */
    private static int calibration(Header header, Product product) {
        String type = product.type();
        if (type == null) {
            return 1;
        }
        Card unit = header.card("BUNIT");
        boolean raw = unit != null
                && unit.value() != null
                && unit.value().strip().matches("(?i)adu|count|counts|dn|du|du/pixel|electrons?");
        return switch (type) {
            case "measurements" -> 4;
            case "timeseries" -> 3;
            case "event", "visibility" -> 2;
            case "spectrum", "cube" -> raw ? 1 : 2;
            default -> product.wcs() != null && !raw ? 2 : 1;
        };
    }

    private static @Nullable String observable(@Nullable String type) {
        return switch (type == null ? "" : type) {
            case "spectrum", "image", "cube" -> "phot.flux.density";
            case "event" -> "phot.count";
            case "timeseries" -> "phot.flux";
            case "visibility" -> "stat.fourier;phot.flux.density";
            default -> null;
        };
    }

    private static @Nullable String title(
            Product product, @Nullable String target, @Nullable String facility, @Nullable String instrument) {
        List<String> words = new ArrayList<>();
        String what = product.type() == null ? "data" : product.type();
        words.add(target == null ? what : target + " " + what);
        if (facility != null) {
            words.add(facility);
        }
        if (instrument != null) {
            words.add(instrument);
        }
        return words.size() == 1 && target == null ? null : String.join(", ", words);
    }
}
