package org.xingvo.dali.vosi;

import java.util.List;

/**
 * What a cone search can do (SCS 1.03, section 3.1). Belongs into the cone search's own capabilities, never into those
 * of TAP, where validators do not know the type. Immutable.
 *
 * @param maxRadiusDeg largest SR
 * @param maxRecords most rows of an answer
 * @param testRaDeg a place with rows
 * @param testRadiusDeg around it
 */
public record ConeCapability(
        List<AccessInterface> interfaces,
        double maxRadiusDeg,
        long maxRecords,
        boolean verbosity,
        double testRaDeg,
        double testDecDeg,
        double testRadiusDeg)
        implements Capability {
    private static final List<AccessInterface.InputParameter> PARAMETERS = List.of(
            new AccessInterface.InputParameter(
                    "RA", "Right ascension of the centre, ICRS", "deg", "pos.eq.ra", "real", true),
            new AccessInterface.InputParameter(
                    "DEC", "Declination of the centre, ICRS", "deg", "pos.eq.dec", "real", true),
            new AccessInterface.InputParameter("SR", "Radius", "deg", "pos.angDistance", "real", true));

    public ConeCapability {
        interfaces = List.copyOf(interfaces);
    }

    @Override
    public String standardId() {
        return "ivo://ivoa.net/std/ConeSearch";
    }

    /**
     * The interface of a cone search.
     *
     * @param url with what comes before the parameters: {@code ...?} is added
     */
    public static AccessInterface at(String url) {
        return new AccessInterface(
                url + "?", AccessInterface.Use.BASE, null, List.of(), "application/x-votable+xml", PARAMETERS);
    }
}
