package org.xingvo.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.ingest.collection.CollectionDescription;
import org.xingvo.ingest.collection.ColumnValues;
import org.xingvo.ingest.collection.FileFacts;
import org.xingvo.ingest.collection.ObservationKey;
import org.xingvo.ingest.fits.FitsFormatException;
import org.xingvo.ingest.fits.FitsHeaderReader;
import org.xingvo.ingest.fits.HduHeader;
import org.xingvo.ingest.fits.HeaderCards;
import org.xingvo.ingest.fits.HeaderLimits;
import org.xingvo.ingest.load.AccessClasses;
import org.xingvo.ingest.load.Catalogue;
import org.xingvo.ingest.load.CatalogueException;
import org.xingvo.ingest.load.DatasetRow;
import org.xingvo.ingest.load.IngestQueue;
import org.xingvo.ingest.load.IngestQueue.Result;
import org.xingvo.ingest.load.QueuedFile;
import org.xingvo.ingest.load.Reject;
import org.xingvo.ingest.load.RowEncoder;
import org.xingvo.ingest.obscore.Describer;
import org.xingvo.ingest.obscore.Observation;
import org.xingvo.storage.ByteRange;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.ObjectReader;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.Store;
import org.xingvo.tables.TableSight;

/**
 * Catalogues files that were uploaded: takes them from the queue, reads their headers from the store and writes their
 * rows. Woken by the database when an upload commits. Give {@link #run} a thread of its own; {@link #close} ends it
 * soon. Several may run at once.
 */
public final class QueueWorker implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QueueWorker.class);
    private static final Duration POLL = Duration.ofSeconds(5);
    private static final int AT_ONCE = 16;

    private final Store store;
    private final Catalogue catalogue;
    private final IngestQueue queue;
    private final RowEncoder encoder;
    private final AccessClasses access;
    /** Rows of the queue that were read in this round and may be tables. */
    private final Set<Long> tables = new HashSet<>();

    private final IngestQueue.Reader reader = new IngestQueue.Reader() {
        @Override
        public Result read(QueuedFile file) {
            return QueueWorker.this.read(file);
        }

        @Override
        public boolean mayBeTable(QueuedFile file) {
            return tables.contains(file.id());
        }
    };

    private volatile boolean closed;

    public QueueWorker(Store store, Catalogue catalogue) {
        this.store = store;
        this.catalogue = catalogue;
        this.queue = new IngestQueue(catalogue);
        this.access = new AccessClasses(catalogue);
        this.encoder = new RowEncoder(catalogue);
    }

    @Override
    public void run() {
        boolean wasFine = true;
        while (!closed) {
            try {
                queue.listen(POLL, () -> closed, this::workAll);
                wasFine = true;
            } catch (CatalogueException e) {
                if (wasFine) {
                    LOG.warn("Uploads are not catalogued for now: {}", e.getMessage());
                }
                wasFine = false;
                for (int i = 0; i < 20 && !closed; i++) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
                }
            }
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    /** Works until nothing is due. */
    void workAll() {
        while (!closed && queue.work(AT_ONCE, reader) > 0) {
            tables.clear();
        }
    }

    private Result read(QueuedFile queued) {
        QueuedFile file = queued.accessPath().isEmpty()
                ? queued.at(DatasetNames.accessPath(queued.collection().name(), queued.path()))
                : queued;
        if (Versions.isVersion(file.path())) {
            return new Result.Nothing();
        }
        try {
            Optional<ObjectReader> open = store.open(new ObjectKey(file.storeId(), file.path()));
            if (open.isEmpty()) {
                return new Result.Nothing();
            }
            try (ObjectReader reader = open.get()) {
                return read(file, reader);
            }
        } catch (FitsFormatException e) {
            return new Result.Refused(new Reject(file.accessPath(), e.reason(), String.valueOf(e.getMessage())));
        } catch (IOException | StorageException e) {
            return new Result.Later("store: cannot be read: " + e.getMessage());
        } catch (RuntimeException | StackOverflowError e) {
            LOG.warn("Header of {} could not be described", file.accessPath(), e);
            return new Result.Refused(new Reject(
                    file.accessPath(),
                    "internal",
                    "header: could not be described (" + e.getClass().getSimpleName() + ")"));
        }
    }

    private Result read(QueuedFile file, ObjectReader reader) throws IOException {
        ObjectKey key = new ObjectKey(file.storeId(), file.path());
        ByteRange all = new ByteRange(0, reader.object().sizeBytes());
        byte[] start;
        try (InputStream in = reader.stream(all)) {
            start = in.readNBytes(file.isOfSpace() ? TableSight.GLANCE : 16);
        }
        if (file.isOfSpace() && TableSight.mayBe(start)) {
            tables.add(file.id());
        }
        List<HduHeader> hdus = kept(key);
        if (hdus.isEmpty()) {
            try (InputStream in = reader.stream(all)) {
                if (!FitsHeaderReader.looksLikeFits(in)) {
                    return file.collection().description() == null
                            ? new Result.Nothing()
                            : new Result.Refused(
                                    new Reject(file.accessPath(), "not-fits", "file: expected FITS, found none"));
                }
            }
            try (InputStream in = reader.stream(all)) {
                hdus = FitsHeaderReader.read(in, HeaderLimits.DEFAULT);
            }
        }
        Observation observation = Describer.describe(hdus);
        CollectionDescription description = file.collection().description();
        FileFacts facts = description == null ? null : FileFacts.of(hdus, file.path());
        if (description != null && facts != null) {
            String missing = ColumnValues.missing(description, facts);
            if (missing != null) {
                return new Result.Refused(new Reject(file.accessPath(), "value-missing", missing));
            }
            observation = description.obscore().apply(observation, facts);
        }
        byte[] known = file.knownSha256();
        boolean same = known != null && Arrays.equals(known, reader.object().sha256());
        Instant modified = file.knownModified();
        DatasetRow row = new DatasetRow(
                file.collection(),
                file.path(),
                file.publisherDid(),
                file.accessPath(),
                description == null
                        ? AccessClasses.Assigned.to(file.accessClass())
                        : access.of(file.collection(), observation),
                MediaTypes.of(start, hdus, observation),
                reader.object(),
                hdus,
                facts,
                observation,
                description == null || facts == null ? null : ObservationKey.of(description, facts),
                same && modified != null ? modified : reader.object().stored());
        int version = known == null || same ? 0 : Versions.find(store, key, known);
        return new Result.Described(
                encoder.encode(catalogue.nextId(), file.accessPath(), row).superseding(version));
    }

    /** The headers that the door kept beside the bytes; none: they are to be read from the bytes. */
    private List<HduHeader> kept(ObjectKey key) throws IOException {
        Optional<byte[]> cards = store.attachment(key);
        return cards.isEmpty() || cards.get().length == 0 ? List.of() : HeaderCards.decode(cards.get());
    }
}
