package org.xingvo.ingest.obscore;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the headers of one file say, in the units of ObsCore 1.1. Null is "not known", never a guess. Immutable.
 *
 * @param dataproductType ObsCore 3.3.1 vocabulary, or null
 * @param calibLevel 0 to 4
 * @param obsId the header's own identifier, or null
 * @param title one line for people
 * @param targetName name of the target
 * @param position ICRS; null with a {@code positionReason}
 * @param positionReason why there is no position, as a stable short code and words; null when there is one
 * @param regionReason why a picture with a position has no region, in the same form; else null
 * @param fovDeg diameter of the footprint [deg]
 * @param region ICRS degrees: 3 numbers a circle (ra, dec, radius), else vertices of a polygon; null: not known
 * @param resolutionArcsec spatial resolution [arcsec]
 * @param xel1 pixels on the first sky axis
 * @param xel2 pixels on the second sky axis
 * @param pixelScaleArcsec [arcsec]
 * @param tMin start, MJD UTC [d]
 * @param tMax stop, MJD UTC [d]
 * @param timeReason why there is no time, or why it is less certain than it looks, in the same form; null: neither
 * @param exposureSeconds [s]
 * @param emMin shortest wavelength [m]
 * @param emMax longest wavelength [m]
 * @param resolvingPower lambda / delta lambda
 * @param emXel pixels on the spectral axis
 * @param oUcd UCD of the observable
 * @param polStates "/I/Q/" form of ObsCore, or null
 * @param polXel number of them
 * @param facility telescope
 * @param instrument instrument
 */
public record Observation(
        @Nullable String dataproductType,
        int calibLevel,
        @Nullable String obsId,
        @Nullable String title,
        @Nullable String targetName,
        @Nullable SkyPosition position,
        @Nullable String positionReason,
        @Nullable String regionReason,
        @Nullable Double fovDeg,
        @Nullable List<Double> region,
        @Nullable Double resolutionArcsec,
        @Nullable Long xel1,
        @Nullable Long xel2,
        @Nullable Double pixelScaleArcsec,
        @Nullable Double tMin,
        @Nullable Double tMax,
        @Nullable String timeReason,
        @Nullable Double exposureSeconds,
        @Nullable Double emMin,
        @Nullable Double emMax,
        @Nullable Double resolvingPower,
        @Nullable Long emXel,
        @Nullable String oUcd,
        @Nullable String polStates,
        @Nullable Long polXel,
        @Nullable String facility,
        @Nullable String instrument) {
    /** A number that is not finite is not known. */
    public Observation {
        fovDeg = finite(fovDeg);
        resolutionArcsec = finite(resolutionArcsec);
        pixelScaleArcsec = finite(pixelScaleArcsec);
        tMin = finite(tMin);
        tMax = finite(tMax);
        exposureSeconds = finite(exposureSeconds);
        emMin = finite(emMin);
        emMax = finite(emMax);
        resolvingPower = finite(resolvingPower);
        region = region != null && region.stream().allMatch(Double::isFinite) ? List.copyOf(region) : null;
    }

    private static @Nullable Double finite(@Nullable Double value) {
        return value != null && Double.isFinite(value) ? value : null;
    }
}
