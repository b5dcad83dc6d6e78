package org.xingvo.ingest;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.ingest.fits.FitsFormatException;
import org.xingvo.ingest.fits.FitsHeaderReader;
import org.xingvo.ingest.fits.HduHeader;
import org.xingvo.ingest.fits.HeaderLimits;
import org.xingvo.ingest.load.CatalogueException;
import org.xingvo.ingest.load.SpaceFile;
import org.xingvo.ingest.load.SpaceTableLoader;
import org.xingvo.ingest.load.SpaceTableLoader.Content;
import org.xingvo.schemas.NoticeListener;
import org.xingvo.schemas.Notices;
import org.xingvo.storage.ByteRange;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.ObjectReader;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.Store;
import org.xingvo.tables.TableException;
import org.xingvo.tables.TableFiles;
import org.xingvo.tables.TableFormat;
import org.xingvo.tables.TableSight;

/**
 * Makes tables of the files that users put into the space, in the background. Woken by the database when the catalogue has
 * seen a file that may be one. Give {@link #run} a thread of its own; {@link #close} ends it soon. Several may run at once.
 */
public final class SpaceTableWorker implements Runnable, NoticeListener.Ear, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SpaceTableWorker.class);
    private static final Duration POLL = Duration.ofSeconds(5);
    private static final Duration SWEEP = Duration.ofSeconds(30);

    private final Store store;
    private final SpaceTableLoader loader;
    private final SpaceTableLimits limits;
    private final Path directory;
    private final long mostBytes;
    private final Semaphore news = new Semaphore(1);
    private volatile boolean closed;

    /**
     * A worker.
     *
     * @param directory for temporary files; need not be there
     * @param mostBytes larger files are left to others, so that small ones need not wait for them
     */
    public SpaceTableWorker(
            Store store, SpaceTableLoader loader, SpaceTableLimits limits, Path directory, long mostBytes) {
        this.store = store;
        this.loader = loader;
        this.limits = limits;
        this.directory = directory;
        this.mostBytes = mostBytes;
    }

    @Override
    public String channel() {
        return Notices.TABLES;
    }

    @Override
    public void heard(String payload) {
        news.release();
    }

    @Override
    public void missed() {
        news.release();
    }

    @Override
    public void run() {
        boolean wasFine = true;
        long swept = System.nanoTime() - SWEEP.toNanos();
        while (!closed) {
            try {
                while (!closed && loader.work(mostBytes, this::read, () -> closed) > 0) {}
                if (!closed && System.nanoTime() - swept >= SWEEP.toNanos()) {
                    loader.sweep();
                    swept = System.nanoTime();
                }
                wasFine = true;
            } catch (CatalogueException e) {
                if (wasFine) {
                    LOG.warn("Files of the space do not become tables for now: {}", e.getMessage());
                }
                wasFine = false;
            }
            try {
                boolean _ = news.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS);
                news.drainPermits();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        news.release();
    }

    private Content read(SpaceFile file) {
        try {
            Optional<ObjectReader> open = store.open(new ObjectKey(file.storeId(), file.storePath()));
            if (open.isEmpty()) {
                return new Content.None();
            }
            try (ObjectReader reader = open.get()) {
                return read(file, reader);
            }
        } catch (TableException e) {
            return new Content.Refused(String.valueOf(e.getMessage()));
        } catch (IOException | StorageException e) {
            return new Content.Later("store: cannot be read: " + e.getMessage());
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            LOG.warn("Node {} could not be read as a table", file.nodeId(), e);
            return new Content.Refused("%s: expected a table that can be read, found one that cannot (%s)"
                    .formatted(file.name(), e.getClass().getSimpleName()));
        }
    }

    private Content read(SpaceFile file, ObjectReader reader) throws IOException {
        ByteRange all = new ByteRange(0, reader.object().sizeBytes());
        boolean zipped;
        TableFormat format;
        try (InputStream in = new BufferedInputStream(reader.stream(all))) {
            in.mark(16);
            zipped = TableSight.isGzip(in.readNBytes(3));
            in.reset();
            Optional<TableFormat> seen = seen(file, zipped ? new GZIPInputStream(in) : in);
            if (seen.isEmpty()) {
                return new Content.None();
            }
            format = seen.get();
        } catch (java.util.zip.ZipException | java.io.EOFException e) {
            return new Content.None();
        }
        if (all.length() > limits.bytes()) {
            return tooLarge(file);
        }
        Files.createDirectories(directory);
        Path plain = Files.createTempFile(directory, "table-", ".tmp");
        boolean kept = false;
        try (InputStream in = reader.stream(all)) {
            if (!copied(zipped ? new GZIPInputStream(in) : in, plain)) {
                return tooLarge(file);
            }
            if (format == TableFormat.FITS && !isTable(file, plain)) {
                return new Content.None();
            }
            Content table =
                    new Content.Table(TableFiles.openPlain(plain, file.name()), () -> Files.deleteIfExists(plain));
            kept = true;
            return table;
        } catch (java.util.zip.ZipException | java.io.EOFException e) {
            return new Content.Refused(
                    "%s: expected a whole gzip file, found: %s".formatted(file.name(), e.getMessage()));
        } finally {
            if (!kept) {
                Files.deleteIfExists(plain);
            }
        }
    }

    private static Optional<TableFormat> seen(SpaceFile file, InputStream plain) throws IOException {
        return TableSight.of(plain.readNBytes(TableSight.HEAD), TableSight.isNamed(file.name(), file.mediaType()));
    }

    private Content tooLarge(SpaceFile file) {
        return new Content.Refused("%s: expected at most %,d bytes, found more".formatted(file.name(), limits.bytes()));
    }

    /** False: there are more bytes than a table may have. */
    private boolean copied(InputStream in, Path file) throws IOException {
        byte[] block = new byte[1 << 16];
        long length = 0;
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                length += n;
                if (length > limits.bytes()) {
                    return false;
                }
                out.write(block, 0, n);
            }
        }
        return true;
    }

    /** True if the first data of a FITS file are a table; an image with a table behind it is an image. */
    private static boolean isTable(SpaceFile named, Path file) throws IOException {
        List<HduHeader> hdus;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            hdus = FitsHeaderReader.read(in, HeaderLimits.DEFAULT);
        } catch (FitsFormatException e) {
            if (beginsWithTable(file)) {
                throw new TableException(named.name() + ": " + e.getMessage(), e);
            }
            return false; // the catalogue says what is wrong with it
        }
        String axes = hdus.getFirst().value("NAXIS");
        boolean empty = axes == null || axes.strip().equals("0");
        // the VOTable of the form "fits-plus" is in the primary HDU
        boolean wrapped = hdus.getFirst().card("VOTMETA") != null;
        return hdus.size() > 1
                && (empty || wrapped)
                && (hdus.get(1).kind() == HduHeader.Kind.BINTABLE || hdus.get(1).kind() == HduHeader.Kind.ASCII_TABLE);
    }

    /** True if the first two headers of a file that cannot be read as a whole are those of a table. */
    private static boolean beginsWithTable(Path file) throws IOException {
        String start;
        try (InputStream in = Files.newInputStream(file)) {
            start = new String(in.readNBytes(TableSight.HEAD), StandardCharsets.ISO_8859_1);
        }
        return start.startsWith("NAXIS   =                    0", 160)
                && (start.contains("XTENSION= 'BINTABLE'") || start.contains("XTENSION= 'TABLE   '"))
                && !start.contains("ZIMAGE  =");
    }
}
