package org.xingvo.ingest.preview;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import nom.tam.fits.BasicHDU;
import nom.tam.fits.Fits;
import nom.tam.image.compression.hdu.CompressedImageHDU;
import org.xingvo.ingest.fits.FitsWalk;

/**
 * Reads a plane of a tile-compressed image, some rows at a time. The compressed bytes of the one HDU are held in memory,
 * so they have a limit of their own. One thread at a time.
 */
final class TiledPlane {
    /** Most compressed bytes of one image. */
    private static final long MAX_COMPRESSED_BYTES = 128L << 20;
    /** About so many pixels are decompressed at a time. */
    private static final long BAND_PIXELS = 2_000_000;

    /** Smaller images are decompressed at once: the library reads more of their forms so. */
    private static final long WHOLE_BYTES = 64L << 20;

    private final Plane plane;
    private final Deadline deadline;
    private final PreviewLimits limits;

    TiledPlane(Plane plane, PreviewLimits limits, Deadline deadline) {
        this.plane = plane;
        this.limits = limits;
        this.deadline = deadline;
    }

    void read(FitsWalk walk, Grid grid) throws IOException, NoPreview {
        long size = walk.dataBytes();
        if (size > Math.min(MAX_COMPRESSED_BYTES, limits.maxSourceBytes())) {
            throw new NoPreview("The compressed image has more than %,d bytes.".formatted(MAX_COMPRESSED_BYTES));
        }
        if (plane.x() != 0 || plane.y() != 1) {
            throw new NoPreview("The sky axes of the compressed image are not its first.");
        }
        byte[] padding = new byte[(int) ((2880 - size % 2880) % 2880)];
        try (InputStream data = walk.data();
                InputStream file = new SequenceInputStream(
                        new SequenceInputStream(
                                new ByteArrayInputStream(primary()), new ByteArrayInputStream(walk.rawHeader())),
                        new SequenceInputStream(data, new ByteArrayInputStream(padding)));
                Fits fits = new Fits(file)) {
            fits.readHDU();
            BasicHDU<?> hdu = fits.readHDU();
            if (!(hdu instanceof CompressedImageHDU image)) {
                throw new NoPreview("The compressed image is not one that can be read.");
            }
            decompress(image, grid);
        } catch (RuntimeException e) {
            throw broken(e);
        }
    }

    /** All bytes are in memory now: what fails from here on is the compressed form. */
    private void decompress(CompressedImageHDU image, Grid grid) throws NoPreview {
        try {
            int bytes = PlaneReader.Values.of(plane.hdu()).bytes();
            if (plane.width() * plane.height() * bytes <= WHOLE_BYTES
                    && plane.axes().size() == 2) {
                rows(image.asImageHDU().getKernel(), 0, grid);
            } else {
                bands(image, grid);
            }
        } catch (IOException | RuntimeException e) {
            throw broken(e);
        }
    }

    private static NoPreview broken(Exception e) {
        return new NoPreview("The compressed image cannot be decompressed (%s)."
                .formatted(e.getClass().getSimpleName()));
    }

    private void bands(CompressedImageHDU image, Grid grid) throws IOException, NoPreview {
        int width = Math.toIntExact(plane.width());
        int height = Math.toIntExact(plane.height());
        int rows = Math.clamp(BAND_PIXELS / width, 1, height);
        int dimensions = plane.axes().size();
        for (int y = 0; y < height; y += rows) {
            deadline.check();
            int[] corner = new int[dimensions];
            int[] lengths = new int[dimensions];
            for (int i = 0; i < dimensions; i++) {
                corner[dimensions - 1 - i] =
                        i == 0 ? 0 : i == 1 ? y : Math.toIntExact(plane.at().get(i));
                lengths[dimensions - 1 - i] = i == 0 ? width : i == 1 ? Math.min(rows, height - y) : 1;
            }
            Object band = image.getTileHDU(corner, lengths).getKernel();
            for (int i = 2; i < dimensions; i++) {
                band = Array.get(band, 0);
            }
            rows(band, y, grid);
        }
    }

    private void rows(Object rows, int from, Grid grid) throws NoPreview {
        PlaneReader.Values values = PlaneReader.Values.of(plane.hdu());
        for (int i = 0; i < Array.getLength(rows); i++) {
            double[] line = line(Array.get(rows, i), values);
            grid.add(0, from + i, line, line.length);
        }
    }

    private static double[] line(Object row, PlaneReader.Values values) {
        double[] line = new double[Array.getLength(row)];
        for (int i = 0; i < line.length; i++) {
            line[i] = switch (row) {
                case byte[] b -> values.value(b[i] & 0xff);
                case short[] s -> values.value(s[i]);
                case int[] n -> values.value(n[i]);
                case long[] n -> values.value(n[i]);
                case float[] f -> f[i] * values.scale() + values.zero();
                default -> Array.getDouble(row, i) * values.scale() + values.zero();
            };
        }
        return line;
    }

    private static byte[] primary() {
        String cards = "%-80s%-80s%-80s%-80s%-80s"
                .formatted(
                        "SIMPLE  =                    T",
                        "BITPIX  =                    8",
                        "NAXIS   =                    0",
                        "EXTEND  =                    T",
                        "END");
        return "%-2880s".formatted(cards).getBytes(StandardCharsets.US_ASCII);
    }
}
