package org.xingvo.ingest.preview;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.fits.FitsWalk;
import org.xingvo.ingest.fits.HduHeader;

/**
 * Reads one plane of an image row by row into a {@link Grid}; holds some thousand pixels at a time. Physical values:
 * BSCALE and BZERO applied, BLANK as NaN. One thread at a time.
 */
final class PlaneReader {
    private static final int CHUNK = 8192;

    private final Plane plane;
    private final PreviewLimits limits;
    private final Deadline deadline;

    PlaneReader(Plane plane, PreviewLimits limits, Deadline deadline) {
        this.plane = plane;
        this.limits = limits;
        this.deadline = deadline;
    }

    /** @param walk stands at the image */
    void read(FitsWalk walk, Grid grid) throws IOException, NoPreview {
        HduHeader hdu = plane.hdu();
        if (plane.height() > limits.maxPixels() / plane.width()) {
            throw new NoPreview("The image of %,d by %,d pixels is larger than %,d pixels."
                    .formatted(plane.width(), plane.height(), limits.maxPixels()));
        }
        if (walk.dataBytes() > limits.maxSourceBytes()) {
            throw new NoPreview("The image has more than %,d bytes.".formatted(limits.maxSourceBytes()));
        }
        if (hdu.tileCompressed()) {
            new TiledPlane(plane, limits, deadline).read(walk, grid);
            return;
        }
        Values values = Values.of(hdu);
        try (InputStream data = walk.data()) {
            lines(data, values, grid);
        }
    }

    private void lines(InputStream data, Values values, Grid grid) throws IOException, NoPreview {
        long length = plane.axes().getFirst();
        long[] index = new long[plane.axes().size()];
        long lines = 1;
        for (int i = 1; i < index.length; i++) {
            lines *= plane.axes().get(i);
        }
        byte[] bytes = new byte[CHUNK * values.bytes()];
        double[] chunk = new double[CHUNK];
        long pending = 0;
        long left = wanted();
        for (long line = 0; line < lines && left > 0; line++) {
            if (isShown(index)) {
                pass(data, pending);
                pending = 0;
                line(data, values, grid, index, length, bytes, chunk);
                left--;
                if ((line & 63) == 0) {
                    deadline.check();
                }
            } else {
                pending += length * values.bytes();
            }
            advance(index);
        }
    }

    /** Lines along the first axis that hold shown pixels. */
    private long wanted() {
        boolean across = plane.x() == 0;
        return across ? plane.height() : plane.width() * plane.height();
    }

    private boolean isShown(long[] index) {
        for (int i = 1; i < index.length; i++) {
            if (i != plane.x() && i != plane.y() && index[i] != plane.at().get(i)) {
                return false;
            }
        }
        return true;
    }

    private void advance(long[] index) {
        for (int i = 1; i < index.length; i++) {
            if (++index[i] < plane.axes().get(i)) {
                return;
            }
            index[i] = 0;
        }
    }

    private void line(
            InputStream data, Values values, Grid grid, long[] index, long length, byte[] bytes, double[] chunk)
            throws IOException, NoPreview {
        for (long from = 0; from < length; from += CHUNK) {
            int n = (int) Math.min(CHUNK, length - from);
            if (data.readNBytes(bytes, 0, n * values.bytes()) < n * values.bytes()) {
                throw new NoPreview("The file ends within the image.");
            }
            if (plane.x() == 0) {
                values.decode(ByteBuffer.wrap(bytes), chunk, n);
                grid.add(from, index[plane.y()], chunk, n);
            } else {
                long offset = plane.at().getFirst() - from;
                if (offset >= 0 && offset < n) {
                    values.decode(ByteBuffer.wrap(bytes, (int) offset * values.bytes(), values.bytes()), chunk, 1);
                    grid.add(index[plane.x()], index[plane.y()], chunk, 1);
                }
            }
        }
    }

    private void pass(InputStream data, long bytes) throws IOException, NoPreview {
        long left = bytes;
        while (left > 0) {
            long n = data.skip(Math.min(left, 1 << 24));
            if (n <= 0) {
                throw new NoPreview("The file ends within the image.");
            }
            left -= n;
            deadline.check();
        }
    }

    /**
     * How stored numbers become values. Immutable.
     *
     * @param bitpix of the stored numbers
     * @param blank the stored number for "none"; null: there is none
     */
    record Values(
            int bitpix, double scale, double zero, @Nullable Long blank) {
        static Values of(HduHeader hdu) throws NoPreview {
            Long bitpix = hdu.imageBitpix();
            Double scale = hdu.number("BSCALE");
            Double zero = hdu.number("BZERO");
            if (bitpix == null) {
                throw new NoPreview("The image does not say what its numbers are.");
            }
            return new Values(
                    bitpix.intValue(),
                    scale == null || scale == 0 ? 1 : scale,
                    zero == null ? 0 : zero,
                    bitpix > 0 ? hdu.integer("BLANK") : null);
        }

        int bytes() {
            return Math.abs(bitpix) / 8;
        }

        void decode(ByteBuffer in, double[] out, int n) {
            for (int i = 0; i < n; i++) {
                out[i] = switch (bitpix) {
                    case 8 -> value(in.get() & 0xff);
                    case 16 -> value(in.getShort());
                    case 32 -> value(in.getInt());
                    case 64 -> value(in.getLong());
                    case -32 -> in.getFloat() * scale + zero;
                    default -> in.getDouble() * scale + zero;
                };
            }
        }

        double value(long stored) {
            return blank != null && blank == stored ? Double.NaN : stored * scale + zero;
        }
    }
}
