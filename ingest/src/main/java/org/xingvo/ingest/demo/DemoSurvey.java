package org.xingvo.ingest.demo;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import nom.tam.fits.BasicHDU;
import nom.tam.fits.BinaryTable;
import nom.tam.fits.BinaryTableHDU;
import nom.tam.fits.Fits;
import nom.tam.fits.FitsException;
import nom.tam.fits.Header;
import nom.tam.fits.ImageData;
import nom.tam.util.FitsOutputStream;

/**
 * Writes a small survey: spectra, every second one compressed with gzip, the catalogue of their targets, and images
 * with a world coordinate system. The same seed gives the same files. Stateless.
 */
public final class DemoSurvey {
    private static final int IMAGE_PIXELS = 256;
    private static final double PIXEL_DEG = 1.5 / 3600;
    private static final int SPECTRA_FOR_AN_IMAGE = 100;
    private static final int MAX_SPECTRA = 10_000_000;

    private DemoSurvey() {}

    /**
     * Writes {@code spectra/<plan>/*.fits[.gz]}, {@code catalogue/demo_catalogue.fits} and {@code images/*.fits}.
     *
     * @param directory made when it is not there
     * @param spectra 1 to 10,000,000; one image for each 100 of them, at least 4
     * @param progress told the number of spectra written, by one thread at a time
     */
    public static void write(Path directory, int spectra, long seed, IntConsumer progress) throws IOException {
        writeSpectra(directory, spectra, DemoSpectrum.PIXELS, seed, progress);
        writeCatalogue(directory.resolve("catalogue/demo_catalogue.fits"), spectra, seed);
        for (int n = 0; n < Math.max(4, spectra / SPECTRA_FOR_AN_IMAGE); n++) {
            writeImage(directory.resolve(String.format(Locale.ROOT, "images/field-%03d.fits", n)), seed, n);
        }
    }

    /**
     * Writes the spectra alone, shorter ones: for measuring with many small files.
     *
     * @param pixels of each of the five rows, 1 to 3909
     */
    public static void writeSpectra(Path directory, int spectra, int pixels, long seed, IntConsumer progress)
            throws IOException {
        if (spectra < 1 || spectra > MAX_SPECTRA) {
            throw new IllegalArgumentException(
                    "demo survey: expected 1 to %d spectra, found %d".formatted(MAX_SPECTRA, spectra));
        }
        AtomicInteger done = new AtomicInteger();
        Object gate = new Object();
        try {
            IntStream.range(0, spectra).parallel().forEach(n -> {
                writeSpectrum(directory, seed, DemoStar.of(seed, n), pixels);
                synchronized (gate) {
                    progress.accept(done.incrementAndGet());
                }
            });
        } catch (UncheckedIOException e) {
            throw new IOException("demo survey: cannot be written: " + e.getMessage(), e);
        }
    }

    private static void writeSpectrum(Path directory, long seed, DemoStar star, int pixels) {
        try {
            boolean compressed = star.number() % 2 == 1;
            String name = star.fileName() + (compressed ? ".gz" : "");
            byte[] file = bytes(DemoSpectrum.hdu(seed, star, pixels), compressed);
            put(directory.resolve("spectra").resolve(star.planId()).resolve(name), file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (FitsException e) {
            throw new IllegalStateException("a demo spectrum is legal FITS", e);
        }
    }

    private static void writeCatalogue(Path file, int spectra, long seed) throws IOException {
        long[] obsId = new long[spectra];
        String[] designation = new String[spectra];
        double[] ra = new double[spectra];
        double[] dec = new double[spectra];
        String[] objectClass = new String[spectra];
        String[] subclass = new String[spectra];
        double[] z = new double[spectra];
        float[] magnitude = new float[spectra];
        float[] snr = new float[spectra];
        for (int i = 0; i < spectra; i++) {
            DemoStar star = DemoStar.of(seed, i);
            obsId[i] = star.obsId();
            designation[i] = star.designation();
            ra[i] = star.raDeg();
            dec[i] = star.decDeg();
            objectClass[i] = star.kind().objectClass;
            subclass[i] = star.kind().subclass;
            z[i] = star.redshift();
            magnitude[i] = (float) star.magnitude();
            snr[i] = (float) star.snr()[2];
        }
        try {
            BinaryTable table = new BinaryTable();
            for (Object column : new Object[] {obsId, designation, ra, dec, objectClass, subclass, z, magnitude, snr}) {
                table.addColumn(column);
            }
            BinaryTableHDU hdu = table.toHDU();
            String[][] columns = {
                {"obsid", "", "Unique number ID of the spectrum"},
                {"designation", "", "Name of the target"},
                {"ra", "deg", "Right ascension, ICRS"},
                {"dec", "deg", "Declination, ICRS"},
                {"class", "", "Class of the target"},
                {"subclass", "", "Subclass of the target"},
                {"z", "", "Redshift"},
                {"mag_r", "mag", "Magnitude in r"},
                {"snrr", "", "Signal to noise in r"}
            };
            for (int i = 0; i < columns.length; i++) {
                hdu.setColumnName(i, columns[i][0], columns[i][2]);
                if (!columns[i][1].isEmpty()) {
                    hdu.getHeader().addValue("TUNIT" + (i + 1), columns[i][1], "");
                }
            }
            hdu.getHeader().addValue("EXTNAME", "CATALOGUE", "");
            put(file, bytes(hdu, false));
        } catch (FitsException e) {
            throw new IllegalStateException("the demo catalogue is legal FITS", e);
        }
    }

    private static void writeImage(Path file, long seed, int number) throws IOException {
        SplittableRandom random = DemoStar.random(seed ^ 0x496d616765L, number);
        double[] centre = DemoStar.plateCentre(seed, number);
        short[][] pixels = new short[IMAGE_PIXELS][IMAGE_PIXELS];
        for (short[] row : pixels) {
            for (int x = 0; x < IMAGE_PIXELS; x++) {
                row[x] = (short) (200 + 8 * random.nextGaussian());
            }
        }
        for (int s = 0; s < 60; s++) {
            addStar(pixels, random);
        }
        try {
            BasicHDU<?> hdu = ImageData.from(pixels).toHDU();
            Header h = hdu.getHeader();
            h.addValue("TELESCOP", "Demo 60cm", "Telescope");
            h.addValue("INSTRUME", "DemoCam", "Instrument");
            h.addValue("OBJECT", String.format(Locale.ROOT, "Field %03d", number), "Name of the field");
            h.addValue("FILTER", number % 2 == 0 ? "g" : "r", "Filter");
            h.addValue("EXPTIME", 120.0, "[s] Exposure time");
            h.addValue(
                    "DATE-OBS",
                    String.format(Locale.ROOT, "2013-11-%02dT13:%02d:00", 1 + number % 28, number % 60),
                    "Start of exposure (UTC)");
            h.addValue("AIRMASS", 1.0 + number % 10 / 20.0, "Airmass at start");
            h.addValue("SEEING", 2.1, "[arcsec] Seeing");
            h.addValue("GAIN", 1.4, "[e-/adu] Gain");
            h.addValue("RADESYS", "ICRS", "Coordinate system");
            h.addValue("CTYPE1", "RA---TAN", "Gnomonic projection");
            h.addValue("CTYPE2", "DEC--TAN", "Gnomonic projection");
            h.addValue("CRVAL1", centre[0], "[deg] Right ascension at the reference pixel");
            h.addValue("CRVAL2", centre[1], "[deg] Declination at the reference pixel");
            h.addValue("CRPIX1", (IMAGE_PIXELS + 1) / 2.0, "Reference pixel");
            h.addValue("CRPIX2", (IMAGE_PIXELS + 1) / 2.0, "Reference pixel");
            h.addValue("CUNIT1", "deg", "Unit");
            h.addValue("CUNIT2", "deg", "Unit");
            h.addValue("CD1_1", -PIXEL_DEG, "Pixel matrix");
            h.addValue("CD1_2", 0.0, "Pixel matrix");
            h.addValue("CD2_1", 0.0, "Pixel matrix");
            h.addValue("CD2_2", PIXEL_DEG, "Pixel matrix");
            h.addValue("BUNIT", "adu", "Unit of the pixels");
            put(file, bytes(hdu, false));
        } catch (FitsException e) {
            throw new IllegalStateException("a demo image is legal FITS", e);
        }
    }

    private static void addStar(short[][] pixels, SplittableRandom random) {
        double x = IMAGE_PIXELS * random.nextDouble();
        double y = IMAGE_PIXELS * random.nextDouble();
        double peak = 300 * StrictMath.pow(10, 1.5 * random.nextDouble());
        for (int j = Math.max(0, (int) y - 6); j < Math.min(IMAGE_PIXELS, (int) y + 7); j++) {
            for (int i = Math.max(0, (int) x - 6); i < Math.min(IMAGE_PIXELS, (int) x + 7); i++) {
                double r2 = (i - x) * (i - x) + (j - y) * (j - y);
                pixels[j][i] = (short) Math.min(32_000, pixels[j][i] + peak * StrictMath.exp(-r2 / 3));
            }
        }
    }

    private static byte[] bytes(BasicHDU<?> hdu, boolean compressed) throws IOException, FitsException {
        ByteArrayOutputStream file = new ByteArrayOutputStream(1 << 17);
        try (Fits fits = new Fits();
                FitsOutputStream out = new FitsOutputStream(compressed ? new GZIPOutputStream(file, 1 << 16) : file)) {
            fits.addHDU(hdu);
            fits.write(out);
        }
        return file.toByteArray();
    }

    private static void put(Path file, byte[] bytes) throws IOException {
        Path directory = file.getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write(bytes);
        }
    }
}
