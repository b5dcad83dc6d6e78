package org.xingvo.ingest.soak;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Keywords and values that headers are damaged with, and whole files made of nothing else. Pure functions. */
final class Words {
    private static final int BLOCK = 2880;
    private static final int DATA_BLOCKS = 3;

    private static final List<String> KEYWORDS = lines("""
            NAXIS|NAXIS1|NAXIS2|NAXIS3|BITPIX|PCOUNT|GCOUNT|GROUPS|XTENSION|TFIELDS|TFORM1|TTYPE1|TZERO1|ZIMAGE|
            ZNAXIS|CTYPE1|CTYPE2|CRVAL1|CRVAL2|CRPIX1|CDELT1|CDELT2|CD1_1|CD2_2|CROTA2|PC1_1|PV1_1|PV2_1|PV2_2|
            PV2_3|LONPOLE|LATPOLE|EQUINOX|EPOCH|RADESYS|RA|DEC|DATE-OBS|DATE-END|MJD-OBS|TIMESYS|EXPTIME|
            A_ORDER|B_ORDER|A_2_0|CUNIT1|COEFF0|COEFF1|DC-FLAG|WAT1_001|WAT2_001|OBSTYPE|RESTFRQ|MJDREF|TSTART|
            AMDX1|CNPIX1|PPO3|PLTRAH|IMAGEW|IMAGEH|CPDIS1|CPDIS2|D2IMDIS1|DP1|DP2|EXTVER|EXTNAME|TUNIT1|TSCAL1|
            TFORM2|TTYPE2|ZNAXIS1|ZBITPIX|PV1_0|PV1_1|PV1_2|SEEING|FWHM|BMAJ|SPEC_RES|DATE-BEG|INHERIT|RADECSYS|
            OBJCTRA|OBJCTDEC|PLUG_RA|TELESCOP|OBJECT
            """);

    private static final List<String> VALUES = lines("""
            0|1|-1|2|3|999999999999999999999|1e308|-1e-320|NaN|T|F|''|'|'abc|90|-90|180|360.0|-0.0|91|400|
            'RA---TAN'|'DEC--TAN'|'RA---TPV'|'DEC--TPV'|'GLON-AIT'|'GLAT-AIT'|'RA---ZPN'|'DEC--ZPN'|'RA---COE'|
            'DEC--COE'|'RA---TNX'|'DEC--TNX'|'RA---SZP'|'DEC--SZP'|'FREQ'|'WAVE-LOG'|'VRAD'|'BINTABLE'|'IMAGE'|
            '12:34:56.7'|'-00 00 01'|'99:99:99'|'2020-02-30T25:61:61'|'31/12/99'|'1994.139:15:41:39'|
            '2011-10-27T20:02:34'|'J2000'|'FK4'|'LOCAL'|'3.5D'|'999999999D'|(1,2)|16|-64|
            'wtype=tnx lngcor = \"3. 2. 2. 0. 0 0 0 0 1 1 1\"'|'\"\"'|1.0D+02|-9999|'arcsec'|'Angstrom'|
            'RA---AIR'|'DEC--AIR'|'RA---HPX'|'DEC--HPX'|'RA---BON'|'DEC--BON'|'RA---PCO'|'DEC--PCO'|'RA---CSC'|
            'DEC--CSC'|'RA---QSC'|'DEC--QSC'|'RA---TSC'|'DEC--TSC'|'Lookup'|'EXTVER: 1'|'AXIS.1: 9'|'WCSDVARR'|
            'D2IMARR'|'LOGLAM'|'WAVELENGTH'|'FLUX'|'1E'|'1PE(9)'|'4000E'|'COADD'|2147483648|-2147483649|
            9223372036854775807|1E|0x10|1e400|'2011-10-28T03:39:16.0Z'|'2017-12-19T20:48:12.280-0700'|
            '04/05/2003'|'\u00e4\u00f6'|'&'|'x&'
            """);

    private Words() {}

    private static List<String> lines(String text) {
        return List.of(text.strip().split("[|\n]+", -1));
    }

    static String value(SplittableRandom random) {
        return random.nextInt(4) == 0
                ? Double.toString(random.nextGaussian() * 100)
                : VALUES.get(random.nextInt(VALUES.size()));
    }

    static byte[] card(SplittableRandom random) {
        String keyword = KEYWORDS.get(random.nextInt(KEYWORDS.size()));
        String comment = random.nextBoolean() ? "[h] deg pix" : "local 01:02:03";
        return Mutator.card("%-8s= %s / %s".formatted(keyword, value(random), comment));
    }

    /** Up to three HDUs of random cards. */
    static byte[] file(SplittableRandom random) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        int hdus = 1 + random.nextInt(3);
        for (int hdu = 0; hdu < hdus; hdu++) {
            file.writeBytes(Mutator.card(
                    hdu == 0 ? "SIMPLE  = T" : "XTENSION= " + (random.nextBoolean() ? "'IMAGE'" : "'BINTABLE'")));
            file.writeBytes(Mutator.card("BITPIX  = 8"));
            file.writeBytes(Mutator.card("NAXIS   = " + (random.nextBoolean() ? 2 : 0)));
            file.writeBytes(Mutator.card("NAXIS1  = " + random.nextInt(60)));
            file.writeBytes(Mutator.card("NAXIS2  = " + random.nextInt(30)));
            file.writeBytes(Mutator.card("CTYPE1  = " + value(random)));
            for (int i = random.nextInt(40); i > 0; i--) {
                file.writeBytes(card(random));
            }
            if (random.nextInt(20) > 0) {
                file.writeBytes(Mutator.card("END"));
            }
            byte[] rest = new byte[(BLOCK - file.size() % BLOCK) % BLOCK];
            Arrays.fill(rest, (byte) ' ');
            file.writeBytes(rest);
            byte[] data = "\0A~?".repeat(BLOCK / 4).getBytes(StandardCharsets.ISO_8859_1);
            for (int i = random.nextInt(DATA_BLOCKS); i > 0; i--) {
                file.writeBytes(data);
            }
        }
        return file.toByteArray();
    }
}
