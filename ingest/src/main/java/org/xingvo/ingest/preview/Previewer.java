package org.xingvo.ingest.preview;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.fits.FitsFormatException;
import org.xingvo.ingest.fits.FitsWalk;
import org.xingvo.ingest.fits.HduHeader;
import org.xingvo.ingest.fits.HeaderLimits;
import org.xingvo.ingest.obscore.MainView;

/**
 * Makes a PNG of a file: of the image that places it on the sky, else of its spectrum, else of its first image.
 * Thread-safe; one call needs some megabytes, and for a tile-compressed image its compressed bytes.
 */
public final class Previewer {
    /** Raised with every change of what pictures look like, so that old ones are not shown any more. */
    public static final int VERSION = 2;

    /** Longer side of a picture [pixels]. */
    public static final int MIN_SIZE = 64;

    public static final int MAX_SIZE = 1024;
    public static final int DEFAULT_SIZE = 512;

    /** Tables of one file that are drawn into one picture. */
    private static final int MAX_TRACES = 8;

    private final PreviewLimits limits;

    public Previewer(PreviewLimits limits) {
        this.limits = limits;
    }

    static {
        // before the first class of AWT is loaded
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true");
        }
    }

    /**
     * The picture of a file.
     *
     * @param size of its longer side [pixels], {@link #MIN_SIZE} to {@link #MAX_SIZE}
     * @throws NoPreview there is nothing to draw, or it is too large
     * @throws IOException the bytes cannot be read
     */
    public byte[] png(PreviewSource source, int size) throws IOException, NoPreview {
        if (size < MIN_SIZE || size > MAX_SIZE) {
            throw new IllegalArgumentException(
                    "size of a preview: expected %d to %d, found %d".formatted(MIN_SIZE, MAX_SIZE, size));
        }
        Deadline deadline = new Deadline(limits.maxTime());
        try {
            List<HduHeader> hdus = source.headers();
            MainView view = MainView.of(hdus);
            HduHeader picture = view.picture();
            if (picture != null && !picture.imageAxes().isEmpty()) {
                return image(source, view, picture, size, deadline);
            }
            byte[] spectrum = spectrum(source, hdus, view, size, deadline);
            if (spectrum != null) {
                return spectrum;
            }
            for (HduHeader hdu : hdus) {
                if (hdu.imageAxes().stream().filter(length -> length > 1).count() > 1) {
                    return image(source, view, hdu, size, deadline);
                }
            }
            throw new NoPreview("The file holds neither an image nor a spectrum.");
        } catch (FitsFormatException e) {
            throw new NoPreview("The file cannot be read as FITS: " + e.getMessage() + ".");
        }
    }

    private byte[] image(PreviewSource source, MainView view, HduHeader hdu, int size, Deadline deadline)
            throws IOException, NoPreview {
        Plane plane = Plane.of(hdu, view.wcs());
        ImagePainter painter = new ImagePainter(size);
        Grid grid = painter.grid(plane);
        try (InputStream in = source.open()) {
            new PlaneReader(plane, limits, deadline).read(walkTo(in, hdu.index()), grid);
        }
        return painter.draw(plane, grid, Compass.of(view.wcs(), plane), title(view), source.name());
    }

    private byte @Nullable [] spectrum(
            PreviewSource source, List<HduHeader> hdus, MainView view, int size, Deadline deadline)
            throws IOException, NoPreview {
        Spectrum spectrum = readSpectrum(source, hdus, view, deadline);
        return spectrum == null
                ? null
                : new SpectrumPainter(size).draw(spectrum, Lines.of(hdus), title(view), source.name());
    }

    private @Nullable Spectrum readSpectrum(
            PreviewSource source, List<HduHeader> hdus, MainView view, Deadline deadline)
            throws IOException, NoPreview {
        List<TableSpectrum> tables = new ArrayList<>();
        for (HduHeader hdu : hdus) {
            TableSpectrum table = TableSpectrum.of(hdu);
            if (table != null) {
                tables.add(table);
            }
        }
        boolean drawable = "spectrum".equals(view.type()) || "timeseries".equals(view.type());
        if (!tables.isEmpty() && drawable) {
            return readTables(source, hdus.getFirst(), tables, deadline);
        }
        for (HduHeader hdu : hdus) {
            if (ImageSpectrum.isOne(hdu)) {
                try (InputStream in = source.open()) {
                    return ImageSpectrum.read(walkTo(in, hdu.index()), hdu, limits);
                }
            }
        }
        return null;
    }

    /** All sums of exposures, one an arm; without such the first table. */
    private Spectrum readTables(PreviewSource source, HduHeader primary, List<TableSpectrum> tables, Deadline deadline)
            throws IOException, NoPreview {
        List<TableSpectrum> sums = tables.stream().filter(TableSpectrum::isSum).toList();
        List<TableSpectrum> chosen = sums.isEmpty() ? List.of(tables.getFirst()) : sums;
        List<Spectrum.Trace> traces = new ArrayList<>();
        Spectrum first = null;
        for (TableSpectrum table : chosen.subList(0, Math.min(chosen.size(), MAX_TRACES))) {
            try (InputStream in = source.open()) {
                Spectrum one = table.read(walkTo(in, table.hdu().index()), primary, limits, deadline);
                first = first == null ? one : first;
                if (one.quantity() == first.quantity()) {
                    traces.addAll(one.traces());
                }
            }
        }
        if (first == null) {
            throw new NoPreview("The file holds no spectrum.");
        }
        return new Spectrum(first.quantity(), first.axisLabel(), first.valueLabel(), traces);
    }

    private FitsWalk walkTo(InputStream in, int index) throws IOException, NoPreview {
        FitsWalk walk = FitsWalk.of(in, HeaderLimits.DEFAULT);
        HduHeader hdu = walk.next();
        long passed = 0;
        while (hdu != null && hdu.index() < index) {
            passed += walk.dataBytes();
            if (passed > limits.maxSourceBytes()) {
                throw new NoPreview(
                        "Before the image there are more than %,d bytes.".formatted(limits.maxSourceBytes()));
            }
            hdu = walk.next();
        }
        if (hdu == null) {
            throw new NoPreview("The file ends before HDU %d.".formatted(index));
        }
        return walk;
    }

    private static String title(MainView view) {
        return view.target() == null ? "" : view.target();
    }
}
