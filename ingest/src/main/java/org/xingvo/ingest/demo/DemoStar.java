package org.xingvo.ingest.demo;

import java.util.Locale;
import java.util.SplittableRandom;

/**
 * One invented target, wholly determined by the seed and its number. Immutable.
 *
 * @param number from 0
 * @param plate number of the plate that it was observed on
 * @param spectrograph 1 to 16
 * @param fiber 1 to 250
 * @param raDeg ICRS
 * @param decDeg ICRS
 * @param kind class, subclass and temperature
 * @param redshift dimensionless
 * @param magnitude r band
 * @param snr in the bands u g r i z
 */
record DemoStar(
        int number,
        int plate,
        int spectrograph,
        int fiber,
        double raDeg,
        double decDeg,
        Kind kind,
        double redshift,
        double magnitude,
        double[] snr) {
    static final int FIBERS = 250;

    /** What targets there are, with the share of each in percent. */
    enum Kind {
        A5("STAR", "A5", 8000, 8),
        F5("STAR", "F5", 6500, 22),
        G2("STAR", "G2", 5800, 24),
        K1("STAR", "K1", 4900, 18),
        M3("STAR", "M3", 3400, 10),
        GALAXY("GALAXY", "Non", 5000, 11),
        QSO("QSO", "Non", 12000, 4),
        UNKNOWN("UNKNOWN", "Non", 5500, 3);

        final String objectClass;
        final String subclass;
        final double kelvin;
        final int percent;

        Kind(String objectClass, String subclass, double kelvin, int percent) {
            this.objectClass = objectClass;
            this.subclass = subclass;
            this.kelvin = kelvin;
            this.percent = percent;
        }
    }

    static DemoStar of(long seed, int number) {
        SplittableRandom random = random(seed, number);
        int plate = number / FIBERS;
        double[] centre = plateCentre(seed, plate);
        double radius = 2.4 * StrictMath.sqrt(random.nextDouble());
        double angle = 2 * Math.PI * random.nextDouble();
        double dec = centre[1] + radius * StrictMath.cos(angle);
        double ra = centre[0] + radius * StrictMath.sin(angle) / StrictMath.cos(StrictMath.toRadians(dec));
        Kind kind = kind(random.nextInt(100));
        double redshift = switch (kind) {
            case GALAXY -> 0.02 + 0.3 * random.nextDouble();
            case QSO -> 0.3 + 2.5 * random.nextDouble();
            default -> 1.5e-4 * random.nextGaussian();
        };
        double magnitude = 13 + 5 * random.nextDouble();
        double snr = StrictMath.pow(10, 0.2 * (19.5 - magnitude));
        return new DemoStar(
                number,
                plate,
                1 + number * 7 % 16,
                1 + number % FIBERS,
                rounded((ra + 360) % 360, 6),
                rounded(dec, 6),
                kind,
                rounded(redshift, 8),
                rounded(magnitude, 2),
                new double[] {
                    rounded(0.25 * snr, 2),
                    rounded(0.7 * snr, 2),
                    rounded(snr, 2),
                    rounded(1.05 * snr, 2),
                    rounded(0.8 * snr, 2)
                });
    }

    /** Plates lie where the survey can point: between -10 and 60 degrees. */
    static double[] plateCentre(long seed, int plate) {
        SplittableRandom random = random(seed ^ 0x506c617465L, plate);
        return new double[] {rounded(360 * random.nextDouble(), 4), rounded(-8 + 66 * random.nextDouble(), 4)};
    }

    static SplittableRandom random(long seed, int number) {
        return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
    }

    long obsId() {
        return 100_000_000L + plate * 100_000L + spectrograph * 1000L + fiber;
    }

    String planId() {
        return String.format(Locale.ROOT, "XD%04dN%02d", plate, plate % 100);
    }

    int localMjd() {
        return 56200 + plate % 300;
    }

    /** {@code LAMOST JHHMMSS.ss+DDMMSS.s} with invented prefix. */
    String designation() {
        long ra = (long) (raDeg / 15 * 360_000);
        long dec = (long) (Math.abs(decDeg) * 36_000);
        return String.format(
                Locale.ROOT,
                "DEMO J%02d%02d%02d.%02d%s%02d%02d%02d.%d",
                ra / 360_000,
                ra / 6000 % 60,
                ra / 100 % 60,
                ra % 100,
                decDeg < 0 ? "-" : "+",
                dec / 36_000,
                dec / 600 % 60,
                dec / 10 % 60,
                dec % 10);
    }

    String fileName() {
        return String.format(Locale.ROOT, "spec-%d-%s_sp%02d-%03d.fits", localMjd(), planId(), spectrograph, fiber);
    }

    private static Kind kind(int percentile) {
        int left = percentile;
        for (Kind kind : Kind.values()) {
            left -= kind.percent;
            if (left < 0) {
                return kind;
            }
        }
        return Kind.UNKNOWN;
    }

    static double rounded(double value, int digits) {
        double scale = StrictMath.pow(10, digits);
        return Math.rint(value * scale) / scale;
    }
}
