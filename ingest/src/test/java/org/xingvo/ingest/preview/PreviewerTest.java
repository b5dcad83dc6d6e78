package org.xingvo.ingest.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.xingvo.ingest.fits.FitsHeaderReader;
import org.xingvo.ingest.fits.HduHeader;
import org.xingvo.ingest.fits.HeaderLimits;

class PreviewerTest {
    private static final String[] SKY = {
        "CTYPE1  = 'RA---TAN'", "CTYPE2  = 'DEC--TAN'", "CRVAL1  = 10.0", "CRVAL2  = 41.0",
        "CRPIX1  = 32.5", "CRPIX2  = 16.5", "CDELT1  = -0.001", "CDELT2  = 0.001"
    };

    @Test
    void anImageOfShortsHasItsFirstRowAtTheBottomAndNoDataInAColourOfItsOwn() throws Exception {
        // columns brighten to the right; the top right quarter is BLANK
        byte[] fits = image(16, 64, 32, (x, y) -> x > 31 && y > 15 ? -32768 : x, "BLANK   = -32768", "BZERO   = 5.0");
        BufferedImage picture = png(fits, 256);
        assertThat(picture.getWidth()).isEqualTo(256);
        int blank = picture.getRGB(200, 30);
        int dark = picture.getRGB(20, 100);
        int bright = picture.getRGB(230, 100);
        assertThat(blank & 0xff).as("no data is bluish").isGreaterThan(blank >> 16 & 0xff);
        assertThat(dark >> 16 & 0xff).isEqualTo(dark & 0xff).isLessThan(40);
        assertThat(bright >> 16 & 0xff).isEqualTo(bright & 0xff).isGreaterThan(215);
    }

    @Test
    void aCompressedFileGivesTheSamePicture() throws Exception {
        byte[] fits = image(-32, 64, 32, (x, y) -> x + y, SKY);
        ByteArrayOutputStream gz = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gz)) {
            out.write(fits);
        }
        assertThat(bytes(gz.toByteArray(), 256)).isEqualTo(bytes(fits, 256));
    }

    @Test
    void theArrowIsThereOnlyWhereTheSkyIs() throws Exception {
        assertThat(amber(png(image(16, 64, 32, (x, y) -> x, SKY), 512))).isGreaterThan(30);
        assertThat(amber(png(image(16, 64, 32, (x, y) -> x), 512))).isZero();
    }

    @Test
    void aSpectrumIsDrawnOverAngstroms() throws Exception {
        byte[] fits = image(
                -32,
                3000,
                5,
                (x, y) -> y == 0 ? 100 + x : Float.NaN,
                "COEFF0  = 3.5682",
                "COEFF1  = 0.0001",
                "CLASS   = 'GALAXY'",
                "Z       = 0.05");
        BufferedImage picture = png(fits, 512);
        assertThat(picture.getWidth()).isEqualTo(512);
        assertThat(picture.getHeight()).isEqualTo(317);
        assertThat(picture.getRGB(1, 1) & 0xffffff).isEqualTo(0xffffff);
    }

    @Test
    void anAxisThatIsSaidElsewhereIsDrawnOverPixels() throws Exception {
        byte[] pixels = bytes(image(-32, 100, 1, (x, y) -> x % 7), 256);
        for (String ctype : List.of("MULTISPE", "WAVE-TAB", "WAVE-F2W", "AWAV-GRI")) {
            String[] axis = {
                "CTYPE1  = '" + ctype + "'", "CRVAL1  = 1.0", "CDELT1  = 1.0", "CUNIT1  = 'Angstrom'", "CRPIX1  = 1.0"
            };
            assertThat(bytes(image(-32, 100, 1, (x, y) -> x % 7, axis), 256))
                    .as(ctype)
                    .isEqualTo(pixels);
        }
    }

    @Test
    void whatCannotBeDrawnSaysWhy() throws IOException {
        byte[] whole = image(16, 64, 32, (x, y) -> x);
        byte[] cut = java.util.Arrays.copyOf(whole, 2880 + 1000);
        PreviewSource source = new Memory(cut) {
            @Override
            public List<HduHeader> headers() throws IOException {
                return FitsHeaderReader.read(new ByteArrayInputStream(whole), HeaderLimits.DEFAULT);
            }
        };
        Previewer previewer = new Previewer(PreviewLimits.DEFAULT);
        assertThatThrownBy(() -> previewer.png(source, 128))
                .isInstanceOf(NoPreview.class)
                .hasMessage("The file ends within the image.");
        assertThatThrownBy(() -> bytes(image(8, 0, 0, (x, y) -> 0), 128))
                .hasMessage("The file holds neither an image nor a spectrum.");
        assertThatThrownBy(() -> bytes(image(-32, 8, 8, (x, y) -> Float.NaN), 128))
                .hasMessage("The image has no pixel with a value.");
        PreviewLimits small = new PreviewLimits(100, 1000, 10, java.time.Duration.ofMinutes(1));
        assertThatThrownBy(() -> new Previewer(small).png(new Memory(whole), 128))
                .hasMessage("The image of 64 by 32 pixels is larger than 100 pixels.");
    }

    private static int amber(BufferedImage picture) {
        int count = 0;
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                count += (picture.getRGB(x, y) & 0xffffff) == Canvas.AMBER.getRGB() + 0x1000000 ? 1 : 0;
            }
        }
        return count;
    }

    private static BufferedImage png(byte[] fits, int size) throws Exception {
        return ImageIO.read(new ByteArrayInputStream(bytes(fits, size)));
    }

    private static byte[] bytes(byte[] fits, int size) throws Exception {
        return new Previewer(PreviewLimits.DEFAULT).png(new Memory(fits), size);
    }

    private interface Pixel {
        double at(int x, int y);
    }

    private static byte[] image(int bitpix, int width, int height, Pixel pixel, String... more) {
        StringBuilder header = new StringBuilder();
        header.append("%-80s".formatted("SIMPLE  = T")).append("%-80s".formatted("BITPIX  = " + bitpix));
        header.append("%-80s".formatted("NAXIS   = " + (width == 0 ? 0 : 2)));
        if (width > 0) {
            header.append("%-80s%-80s".formatted("NAXIS1  = " + width, "NAXIS2  = " + height));
        }
        for (String card : more) {
            header.append("%-80s".formatted(card));
        }
        header.append("%-80s".formatted("END"));
        int data = width * height * Math.abs(bitpix) / 8;
        ByteBuffer file = ByteBuffer.allocate(2880 + (data + 2879) / 2880 * 2880);
        file.put("%-2880s".formatted(header).getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < width * height; i++) {
            double value = pixel.at(i % width, i / width);
            if (bitpix == 16) {
                file.putShort((short) value);
            } else {
                file.putFloat((float) value);
            }
        }
        return file.array();
    }

    private static class Memory implements PreviewSource {
        private final byte[] fits;

        Memory(byte[] fits) {
            this.fits = fits;
        }

        @Override
        public String name() {
            return "test.fits";
        }

        @Override
        public List<HduHeader> headers() throws IOException {
            return FitsHeaderReader.read(open(), HeaderLimits.DEFAULT);
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(fits);
        }
    }
}
