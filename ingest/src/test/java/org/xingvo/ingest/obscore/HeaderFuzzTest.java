package org.xingvo.ingest.obscore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xingvo.ingest.fits.FitsFormatException;
import org.xingvo.ingest.fits.FitsHeaderReader;
import org.xingvo.ingest.fits.HduHeader;
import org.xingvo.ingest.fits.HeaderLimits;

/** Headers with random damage: they are read or refused, and what is read is described, without any other exception. */
class HeaderFuzzTest {
    private static final int ROUNDS = 1_500;
    private static final HeaderLimits LIMITS =
            new HeaderLimits(2_000, 5_000, 50, 1_000, 100_000, 1 << 24, 1_100, 1 << 20);

    private static final List<String> KEYWORDS = List.of(
            "NAXIS",
            "NAXIS1",
            "NAXIS2",
            "NAXIS3",
            "BITPIX",
            "PCOUNT",
            "GCOUNT",
            "GROUPS",
            "XTENSION",
            "TFIELDS",
            "TFORM1",
            "TTYPE1",
            "TZERO1",
            "ZIMAGE",
            "ZNAXIS",
            "CTYPE1",
            "CTYPE2",
            "CRVAL1",
            "CRVAL2",
            "CRPIX1",
            "CDELT1",
            "CDELT2",
            "CD1_1",
            "CD2_2",
            "CROTA2",
            "PC1_1",
            "PV1_1",
            "PV2_1",
            "PV2_2",
            "PV2_3",
            "LONPOLE",
            "LATPOLE",
            "EQUINOX",
            "EPOCH",
            "RADESYS",
            "RA",
            "DEC",
            "DATE-OBS",
            "DATE-END",
            "MJD-OBS",
            "TIMESYS",
            "EXPTIME",
            "A_ORDER",
            "B_ORDER",
            "A_2_0",
            "CUNIT1",
            "COEFF0",
            "COEFF1",
            "DC-FLAG",
            "WAT1_001",
            "WAT2_001",
            "OBSTYPE",
            "RESTFRQ",
            "MJDREF",
            "TSTART",
            "AMDX1",
            "CNPIX1",
            "PPO3",
            "PLTRAH",
            "IMAGEW",
            "IMAGEH");

    private static final List<String> VALUES = List.of(
            "0",
            "1",
            "-1",
            "2",
            "3",
            "999999999999999999999",
            "1e308",
            "-1e-320",
            "NaN",
            "T",
            "F",
            "''",
            "'",
            "'abc",
            "90",
            "-90",
            "180",
            "360.0",
            "-0.0",
            "91",
            "400",
            "'RA---TAN'",
            "'DEC--TAN'",
            "'RA---TPV'",
            "'DEC--TPV'",
            "'GLON-AIT'",
            "'GLAT-AIT'",
            "'RA---ZPN'",
            "'DEC--ZPN'",
            "'RA---COE'",
            "'DEC--COE'",
            "'RA---TNX'",
            "'DEC--TNX'",
            "'RA---SZP'",
            "'DEC--SZP'",
            "'FREQ'",
            "'WAVE-LOG'",
            "'VRAD'",
            "'BINTABLE'",
            "'IMAGE'",
            "'12:34:56.7'",
            "'-00 00 01'",
            "'99:99:99'",
            "'2020-02-30T25:61:61'",
            "'31/12/99'",
            "'1994.139:15:41:39'",
            "'2011-10-27T20:02:34'",
            "'J2000'",
            "'FK4'",
            "'LOCAL'",
            "'3.5D'",
            "'999999999D'",
            "(1,2)",
            "16",
            "-64",
            "'wtype=tnx lngcor = \"3. 2. 2. 0. 0 0 0 0 1 1 1\"'",
            "'\"\"'",
            "1.0D+02",
            "-9999",
            "'arcsec'",
            "'Angstrom'");

    @Test
    void damagedHeadersAreReadOrRefusedAndNeverBreakAnything() throws IOException {
        long seed = System.nanoTime();
        System.out.println("HeaderFuzzTest seed " + seed);
        Random random = new Random(seed);
        int read = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] file = file(random);
            try {
                List<HduHeader> hdus = FitsHeaderReader.read(new ByteArrayInputStream(file), LIMITS);
                Observation observation = Describer.describe(hdus);
                assertThat((observation.position() == null) == (observation.positionReason() != null))
                        .isTrue();
                read++;
            } catch (FitsFormatException e) {
                assertThat(e.reason()).matches("[a-z0-9-]+");
                assertThat(e.getMessage()).contains("expected").contains("found");
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", round " + round, e);
            }
        }
        assertThat(read).isGreaterThan(ROUNDS / 20);
    }

    private static byte[] file(Random random) {
        StringBuilder text = new StringBuilder();
        int hdus = 1 + random.nextInt(3);
        for (int hdu = 0; hdu < hdus; hdu++) {
            StringBuilder header = new StringBuilder();
            card(header, hdu == 0 ? "SIMPLE  = T" : "XTENSION= " + (random.nextBoolean() ? "'IMAGE'" : "'BINTABLE'"));
            card(header, "BITPIX  = 8");
            boolean image = random.nextBoolean();
            card(header, "NAXIS   = " + (image ? 2 : 0));
            card(header, "NAXIS1  = " + random.nextInt(60));
            card(header, "NAXIS2  = " + random.nextInt(3));
            card(header, "CTYPE1  = " + VALUES.get(21 + random.nextInt(14)));
            int cards = random.nextInt(40);
            for (int i = 0; i < cards; i++) {
                String keyword = KEYWORDS.get(random.nextInt(KEYWORDS.size()));
                String value = random.nextInt(3) > 0
                        ? VALUES.get(random.nextInt(VALUES.size()))
                        : Double.toString(random.nextGaussian() * 100);
                card(
                        header,
                        "%-8s= %s / %s".formatted(keyword, value, random.nextBoolean() ? "[h] deg" : "local 01:02:03"));
            }
            if (random.nextInt(20) > 0) {
                card(header, "END");
            }
            text.append(header).append(" ".repeat((2880 - header.length() % 2880) % 2880));
            text.append("\0".repeat(random.nextInt(3) == 0 ? 2880 : 0));
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
        for (int i = random.nextInt(6); i > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
    }

    private static void card(StringBuilder header, String text) {
        header.append((text + " ".repeat(80)), 0, 80);
    }
}
