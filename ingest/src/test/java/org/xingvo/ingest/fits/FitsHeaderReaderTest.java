package org.xingvo.ingest.fits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.xingvo.ingest.fits.HduHeader.Kind;

class FitsHeaderReaderTest {
    private static final String TABLE = "XTENSION= 'BINTABLE'";

    @Test
    void readsEveryHeaderAndPassesOverTheData() throws IOException {
        byte[] file = Bytes.join(
                Bytes.image(),
                Bytes.header(
                        "XTENSION= 'IMAGE   '",
                        "BITPIX  = -32",
                        "NAXIS   = 1",
                        "NAXIS1  = 721",
                        "PCOUNT  = 0",
                        "GCOUNT  = 1",
                        "EXTNAME = 'SCI'"),
                Bytes.data(2884));
        List<HduHeader> hdus = read(file);
        assertThat(hdus).extracting(HduHeader::kind).containsExactly(Kind.IMAGE, Kind.IMAGE);
        assertThat(hdus.getFirst().imageAxes()).containsExactly(10L, 10L);
        assertThat(hdus.get(1).extname()).isEqualTo("SCI");
        assertThat(hdus.get(1).imageBitpix()).isEqualTo(-32);
    }

    @Test
    void consumesTheWholeStreamWhetherItIsAcceptedOrRefused() throws IOException {
        byte[] trailing = Bytes.join(Bytes.image(), "trailing words".getBytes(StandardCharsets.US_ASCII));
        ByteArrayInputStream accepted = new ByteArrayInputStream(trailing);
        FitsHeaderReader.read(accepted, HeaderLimits.DEFAULT);
        assertThat(accepted.available()).isZero();
        ByteArrayInputStream refused = new ByteArrayInputStream(new byte[300_000]);
        assertThatThrownBy(() -> FitsHeaderReader.read(refused, HeaderLimits.DEFAULT))
                .isInstanceOf(FitsFormatException.class);
        assertThat(refused.available()).isZero();
    }

    @Test
    void undoesGzipOfSeveralMembersAndBzip2() throws IOException {
        byte[] image = Bytes.image();
        byte[] gzip = Bytes.join(gzip(Arrays.copyOf(image, 1000)), gzip(Arrays.copyOfRange(image, 1000, image.length)));
        assertThat(read(gzip)).hasSize(1);
        assertThat(FitsHeaderReader.looksLikeFits(new ByteArrayInputStream(gzip)))
                .isTrue();
        ByteArrayOutputStream bzip2 = new ByteArrayOutputStream();
        try (OutputStream out = new BZip2CompressorOutputStream(bzip2)) {
            out.write(image);
        }
        assertThat(read(bzip2.toByteArray())).hasSize(1);
    }

    @Test
    void refusesBrokenCompressionWithWhatItIs() throws IOException {
        byte[] gzip = gzip(Bytes.image());
        assertRefused(Arrays.copyOf(gzip, gzip.length - 10), "truncated-gzip");
        assertRefused(Arrays.copyOf(gzip, 12), "truncated-gzip");
        byte[] damaged = gzip.clone();
        damaged[gzip.length - 6] ^= 0x55;
        assertRefused(damaged, "corrupt-gzip");
    }

    @Test
    void refusesWhatIsNoFitsFile() throws IOException {
        assertRefused(new byte[0], "empty");
        assertRefused("This is a text that is called .fits".getBytes(StandardCharsets.US_ASCII), "not-fits");
        assertThatThrownBy(() -> read("id,ra,dec\n1,2,3\n".getBytes(StandardCharsets.US_ASCII)))
                .hasMessage("file, byte 0: expected the card \"SIMPLE  =\", found \"id,ra,dec \"");
        assertThat(FitsHeaderReader.looksLikeFits(new ByteArrayInputStream(new byte[0])))
                .isFalse();
        assertThat(FitsHeaderReader.looksLikeFits(new ByteArrayInputStream(new byte[] {0x1f, (byte) 0x8b, 8, 0})))
                .isFalse();
    }

    @Test
    void refusesTruncatedHeadersAndData() throws IOException {
        byte[] image = Bytes.image();
        assertRefused(Arrays.copyOf(image, 240), "truncated");
        assertThatThrownBy(() -> read(Arrays.copyOf(image, 2880 + 150)))
                .hasMessage("HDU 0, data unit at byte 2880: expected 200 bytes, found 150")
                .isInstanceOfSatisfying(
                        FitsFormatException.class, e -> assertThat(e.reason()).isEqualTo("truncated"));
        byte[] endless = new byte[2880 * 3];
        Arrays.fill(endless, (byte) ' ');
        System.arraycopy(image, 0, endless, 0, 160);
        assertRefused(endless, "no-end");
    }

    @Test
    void acceptsMissingPaddingAndJunkAfterTheLastHdu() throws IOException {
        byte[] image = Bytes.image();
        assertThat(read(Arrays.copyOf(image, 2880 + 200))).hasSize(1);
        assertThat(read(Bytes.join(image, new byte[2880]))).hasSize(1);
        assertThat(read(Arrays.copyOf(Bytes.empty(), 80 * 4))).hasSize(1);
        assertThat(read(Bytes.join(image, image))).hasSize(1);
    }

    @Test
    void refusesSizesThatMeanNothing() throws IOException {
        assertRefused(Bytes.header("SIMPLE  = T", "BITPIX  = 7", "NAXIS   = 1", "NAXIS1  = 1"), "bad-header");
        assertRefused(Bytes.header("SIMPLE  = T", "BITPIX  = 8", "NAXIS   = 2", "NAXIS1  = 1"), "bad-header");
        assertRefused(Bytes.header("SIMPLE  = T", "BITPIX  = 8", "NAXIS   = 1", "NAXIS1  = -5"), "bad-header");
        assertRefused(Bytes.header("SIMPLE  = T", "BITPIX  = 8", "NAXIS   = many"), "bad-header");
        assertRefused(
                Bytes.header(
                        "SIMPLE  = T", "BITPIX  = 64", "NAXIS   = 2", "NAXIS1  = 4000000000", "NAXIS2  = 4000000000"),
                "bad-header");
    }

    @Test
    void passesOverRandomGroups() throws IOException {
        byte[] file = Bytes.join(
                Bytes.header(
                        "SIMPLE  = T",
                        "BITPIX  = -32",
                        "NAXIS   = 3",
                        "NAXIS1  = 0",
                        "NAXIS2  = 3",
                        "NAXIS3  = 4",
                        "GROUPS  = T",
                        "PCOUNT  = 6",
                        "GCOUNT  = 100"),
                Bytes.data(4 * 100 * (6 + 12)),
                Bytes.header("XTENSION= 'TABLE   '", "BITPIX  = 8", "NAXIS   = 2", "NAXIS1  = 10", "NAXIS2  = 0"));
        assertThat(read(file)).extracting(HduHeader::kind).containsExactly(Kind.OTHER, Kind.ASCII_TABLE);
    }

    @Test
    void showsATileCompressedImageWithItsOwnAxes() throws IOException {
        byte[] file = Bytes.join(
                Bytes.empty(),
                Bytes.header(
                        TABLE,
                        "BITPIX  = 8",
                        "NAXIS   = 2",
                        "NAXIS1  = 8",
                        "NAXIS2  = 300",
                        "PCOUNT  = 1000",
                        "GCOUNT  = 1",
                        "TFIELDS = 1",
                        "ZIMAGE  = T",
                        "ZBITPIX = 16",
                        "ZNAXIS  = 2",
                        "ZNAXIS1 = 400",
                        "ZNAXIS2 = 300"),
                Bytes.data(8 * 300 + 1000));
        HduHeader hdu = read(file).get(1);
        assertThat(hdu.kind()).isEqualTo(Kind.IMAGE);
        assertThat(hdu.imageAxes()).containsExactly(400L, 300L);
        assertThat(hdu.imageBitpix()).isEqualTo(16);
        assertThat(hdu.rows()).isZero();
    }

    @Test
    void handsOutTheScalarsOfAOneRowTable() throws IOException {
        ByteBuffer row = ByteBuffer.allocate(8 + 6 + 4 + 2 + 12 + 8 + 1);
        row.putDouble(147.32107)
                .put("STAR\0x".getBytes(StandardCharsets.US_ASCII))
                .putFloat(0.25f);
        row.putShort((short) -32768)
                .putFloat(1)
                .putFloat(2)
                .putFloat(3)
                .putDouble(Double.NaN)
                .put((byte) 'T');
        byte[] file = Bytes.join(
                Bytes.empty(),
                Bytes.header(
                        TABLE,
                        "BITPIX  = 8",
                        "NAXIS   = 2",
                        "NAXIS1  = " + row.capacity(),
                        "NAXIS2  = 1",
                        "PCOUNT  = 0",
                        "GCOUNT  = 1",
                        "TFIELDS = 7",
                        "TTYPE1  = 'plug_ra'",
                        "TFORM1  = 'D'",
                        "TUNIT1  = 'deg'",
                        "TTYPE2  = 'CLASS'",
                        "TFORM2  = '6A'",
                        "TTYPE3  = 'Z'",
                        "TFORM3  = '1E'",
                        "TTYPE4  = 'COUNT'",
                        "TFORM4  = 'I'",
                        "TZERO4  = 32768",
                        "TTYPE5  = 'MAGS'",
                        "TFORM5  = '3E'",
                        "TTYPE6  = 'NONE'",
                        "TFORM6  = 'D'",
                        "TTYPE7  = 'GOOD'",
                        "TFORM7  = 'L'"),
                Bytes.padded(row.array(), 0));
        HduHeader hdu = read(file).get(1);
        assertThat(hdu.row())
                .containsExactly(
                        new Card("PLUG_RA", "147.32107", Card.ValueType.REAL, "deg"),
                        new Card("CLASS", "STAR", Card.ValueType.STRING, null),
                        new Card("Z", "0.25", Card.ValueType.REAL, null),
                        new Card("COUNT", "0", Card.ValueType.INTEGER, null),
                        new Card("NONE", null, Card.ValueType.UNDEFINED, null),
                        new Card("GOOD", "T", Card.ValueType.LOGICAL, null));
        assertThat(hdu.cell("plug_ra")).isNotNull();
    }

    @Test
    void readsTheRangeOfSpectralColumnsAsTheyPassAlsoInGzip() throws IOException {
        ByteBuffer rows = ByteBuffer.allocate(20 * 4);
        for (int i = 0; i < 4; i++) {
            rows.putFloat(1)
                    .putDouble(List.of(0.0, 3.75, Double.NaN, 3.5).get(i))
                    .putInt(i == 2 ? 99999 : 7);
            rows.putFloat(i);
        }
        byte[] file = Bytes.join(
                Bytes.empty(),
                Bytes.header(
                        "XTENSION= 'BINTABLE'",
                        "BITPIX  = 8",
                        "NAXIS   = 2",
                        "NAXIS1  = 20",
                        "NAXIS2  = 4",
                        "PCOUNT  = 0",
                        "GCOUNT  = 1",
                        "TFIELDS = 4",
                        "TTYPE1  = 'flux'",
                        "TFORM1  = 'E'",
                        "TTYPE2  = 'loglam'",
                        "TFORM2  = 'D'",
                        "TUNIT2  = 'log Angstrom'",
                        "TTYPE3  = 'wave'",
                        "TFORM3  = 'J'",
                        "TSCAL3  = 0.5",
                        "TZERO3  = 1",
                        "TNULL3  = 99999",
                        "TTYPE4  = 'ENERGY'",
                        "TFORM4  = 'A4'"),
                Bytes.padded(rows.array(), 0));
        List<ColumnRange> expected = List.of(
                new ColumnRange("LOGLAM", "log Angstrom", 3.5, 3.75, 2), new ColumnRange("WAVE", null, 4.5, 4.5, 3));
        assertThat(read(file).get(1).ranges()).isEqualTo(expected);
        assertThat(read(gzip(file)).get(1).ranges()).isEqualTo(expected);
        HeaderLimits small = new HeaderLimits(50, 60, 2, 100, 100, 79, 1 << 16, 1 << 20, 20, 100_000);
        assertThat(FitsHeaderReader.read(new ByteArrayInputStream(file), small)
                        .get(1)
                        .ranges())
                .isEmpty();
    }

    @Test
    void readsTheRangeOfAnArrayInAOneRowTable() throws IOException {
        ByteBuffer row = ByteBuffer.allocate(28);
        row.putFloat(4000).putFloat(4001).putFloat(0).putDouble(1).putDouble(2);
        byte[] file = Bytes.join(
                Bytes.empty(),
                Bytes.header(
                        "XTENSION= 'BINTABLE'",
                        "BITPIX  = 8",
                        "NAXIS   = 2",
                        "NAXIS1  = 28",
                        "NAXIS2  = 1",
                        "TFIELDS = 2",
                        "TTYPE1  = 'WAVELENGTH'",
                        "TFORM1  = '3E'",
                        "TTYPE2  = 'FLUX'",
                        "TFORM2  = '2D'"),
                Bytes.padded(row.array(), 0));
        assertThat(read(file).get(1).ranges()).containsExactly(new ColumnRange("WAVELENGTH", null, 4000, 4001, 2));
        assertThat(read(file).get(1).row()).isEmpty();
    }

    @Test
    void readsSmallCorrectionTablesAndNoOtherPixels() throws IOException {
        ByteBuffer pixels = ByteBuffer.allocate(24);
        for (int i = 0; i < 6; i++) {
            pixels.putFloat(i / 4f);
        }
        String[] cards = {"XTENSION= 'IMAGE   '", "BITPIX  = -32", "NAXIS   = 2", "NAXIS1  = 3", "NAXIS2  = 2", ""};
        cards[5] = "EXTNAME = 'WCSDVARR'";
        byte[] table = Bytes.join(Bytes.header(cards), Bytes.padded(pixels.array(), 0));
        cards[5] = "EXTNAME = 'SCI'";
        byte[] science = Bytes.join(Bytes.header(cards), Bytes.padded(pixels.array(), 0));
        List<HduHeader> hdus = read(Bytes.join(Bytes.empty(), table, science));
        assertThat(hdus.get(1).grid()).isEqualTo(new Grid(3, 2, new float[] {0, 0.25f, 0.5f, 0.75f, 1, 1.25f}));
        assertThat(hdus.get(2).grid()).isNull();
    }

    @Test
    void enforcesItsLimits() throws IOException {
        HeaderLimits small = new HeaderLimits(50, 60, 2, 100, 10, 1 << 20, 1 << 16, 1 << 20, 20, 100_000);
        String[] many = new String[60];
        Arrays.fill(many, "HISTORY   again");
        assertRefused(Bytes.empty(many), "limit", small);
        byte[] extension = Bytes.header("XTENSION= 'IMAGE   '", "BITPIX  = 8", "NAXIS   = 0");
        assertRefused(Bytes.join(Bytes.empty(), extension, extension), "limit", small);
        assertRefused(
                Bytes.empty("A       = '" + "x".repeat(60) + "&'", "CONTINUE  '" + "y".repeat(60) + "'"),
                "limit",
                small);
        byte[] zeros = Bytes.join(
                Bytes.header("SIMPLE  = T", "BITPIX  = 8", "NAXIS   = 1", "NAXIS1  = 500000"), Bytes.data(500_000));
        assertRefused(gzip(zeros), "limit", small);
        assertThat(read(gzip(zeros))).hasSize(1);
    }

    @Test
    void troubleOfTheStreamItselfIsNoFormatTrouble() {
        InputStream failing = new FilterInputStream(new ByteArrayInputStream(Bytes.image())) {
            private int left = 3000;

            @Override
            public int read(byte[] b, int off, int len) throws IOException {
                if (left <= 0) {
                    throw new IOException("disk on fire");
                }
                int n = super.read(b, off, Math.min(len, left));
                left -= n;
                return n;
            }
        };
        assertThatThrownBy(() -> FitsHeaderReader.read(failing, HeaderLimits.DEFAULT))
                .isNotInstanceOf(FitsFormatException.class)
                .hasMessage("disk on fire");
    }

    static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static List<HduHeader> read(byte[] file) throws IOException {
        return FitsHeaderReader.read(new ByteArrayInputStream(file), HeaderLimits.DEFAULT);
    }

    private static void assertRefused(byte[] file, String reason) {
        assertRefused(file, reason, HeaderLimits.DEFAULT);
    }

    private static void assertRefused(byte[] file, String reason, HeaderLimits limits) {
        assertThatThrownBy(() -> FitsHeaderReader.read(new ByteArrayInputStream(file), limits))
                .isInstanceOfSatisfying(
                        FitsFormatException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
