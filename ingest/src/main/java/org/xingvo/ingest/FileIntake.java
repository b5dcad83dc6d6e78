package org.xingvo.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.ingest.collection.CollectionDescription;
import org.xingvo.ingest.collection.ColumnValues;
import org.xingvo.ingest.collection.FileFacts;
import org.xingvo.ingest.collection.ObservationKey;
import org.xingvo.ingest.fits.FitsFormatException;
import org.xingvo.ingest.fits.HduHeader;
import org.xingvo.ingest.fits.HeaderCards;
import org.xingvo.ingest.fits.HeaderLimits;
import org.xingvo.ingest.load.AccessClasses;
import org.xingvo.ingest.load.Catalogue;
import org.xingvo.ingest.load.CollectionHandle;
import org.xingvo.ingest.load.DatasetRow;
import org.xingvo.ingest.load.KnownDataset;
import org.xingvo.ingest.load.Reject;
import org.xingvo.ingest.load.RowEncoder;
import org.xingvo.ingest.obscore.Describer;
import org.xingvo.ingest.obscore.Observation;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.PutRequest;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.Store;
import org.xingvo.storage.StoredObject;

/**
 * Takes in one file: headers, collection, bytes into the store, rows encoded. Whatever is wrong with the file is its
 * outcome; only the store's and the database's own trouble is thrown. Thread-safe.
 */
final class FileIntake {
    private static final Logger LOG = LoggerFactory.getLogger(FileIntake.class);

    private final Store store;
    private final Catalogue catalogue;
    private final RowEncoder encoder;
    private final String authority;
    private final Map<Integer, CollectionHandle> byId;
    private final AccessClasses access;
    private final int guard;

    /** Says which collection a file belongs to. */
    interface Choice {
        Optional<CollectionHandle> of(List<HduHeader> hdus, String path);
    }

    /** @param guard who may know of files that are refused before their collection is known */
    FileIntake(
            Store store,
            Catalogue catalogue,
            RowEncoder encoder,
            String authority,
            Map<Integer, CollectionHandle> byId,
            int guard) {
        this.store = store;
        this.catalogue = catalogue;
        this.encoder = encoder;
        this.authority = authority;
        this.byId = Map.copyOf(byId);
        this.access = new AccessClasses(catalogue);
        this.guard = guard;
    }

    /**
     * @param known what the catalogue has under the path; null: nothing
     * @throws IngestException the store cannot write
     */
    Outcome take(FoundFile file, @Nullable KnownDataset known, Choice choice) {
        Outcome outcome = judge(file, known, choice);
        CollectionHandle home = known == null ? null : byId.get(known.collectionId());
        return outcome instanceof Outcome.Refused(FoundFile it, Reject reject)
                ? new Outcome.Refused(it, reject.within(home == null ? guard : home.guard()))
                : outcome;
    }

    private Outcome judge(FoundFile file, @Nullable KnownDataset known, Choice choice) {
        try {
            return attempt(file, known, choice);
        } catch (FitsFormatException e) {
            return refused(file, reason(file, e.reason()), String.valueOf(e.getMessage()));
        } catch (SourceFile.ReadException e) {
            return refused(file, "unreadable", "file: expected its bytes, found " + Scan.reason(e));
        } catch (IOException e) {
            return refused(file, "unreadable", "file: expected its bytes, found " + Scan.reason(e));
        } catch (IngestException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            LOG.warn("Header of {} could not be described", file.path(), e);
            return refused(
                    file,
                    "internal",
                    "header: could not be described (" + e.getClass().getSimpleName() + ")");
        }
    }

    /** A file that claims by its name to be FITS and is not has a reason of its own. */
    static String reason(FoundFile file, String reason) {
        return reason.equals("not-fits") && Suffixes.claimFits(file.path()) ? "not-fits-despite-name" : reason;
    }

    private static Outcome refused(FoundFile file, String reason, String detail) {
        return new Outcome.Refused(file, new Reject(file.path(), reason, detail));
    }

    private Outcome attempt(FoundFile file, @Nullable KnownDataset known, Choice choice) throws IOException {
        int nameBytes = file.path().getBytes(StandardCharsets.UTF_8).length;
        if (nameBytes > ObjectKey.MAX_NAME_BYTES) {
            return refused(
                    file,
                    "name-too-long",
                    "path: expected at most %d bytes of UTF-8, found %d"
                            .formatted(ObjectKey.MAX_NAME_BYTES, nameBytes));
        }
        SourceFile source = SourceFile.open(file.file(), file.sizeBytes());
        CollectionHandle home = known == null ? null : byId.get(known.collectionId());
        if (home != null && known != null && isUnchanged(source, known, home)) {
            return new Outcome.Unchanged(file, home.name());
        }
        List<HduHeader> hdus = source.headers(HeaderLimits.DEFAULT);
        if (home == null) {
            Optional<CollectionHandle> chosen = choice.of(hdus, file.path());
            if (chosen.isEmpty()) {
                return new Outcome.Homeless(file);
            }
            home = chosen.get();
        }
        FileFacts facts = FileFacts.of(hdus, file.path());
        CollectionDescription description = home.description();
        Observation observation = Describer.describe(hdus);
        if (description != null) {
            String missing = ColumnValues.missing(description, facts);
            if (missing != null) {
                return new Outcome.Refused(file, Reject.by(home, file.path(), "value-missing", missing));
            }
            observation = description.obscore().apply(observation, facts);
        }
        String mediaType = MediaTypes.of(source.start(), hdus, observation);
        ObjectKey key = new ObjectKey(home.storeId(), file.path());
        StoredObject object = present(source, key);
        boolean write = object == null;
        if (object == null) {
            object = put(source, key, mediaType, hdus);
        }
        if (source.hasChanged()) {
            return refused(file, "changed-while-reading", "file: expected it to rest, found it written to");
        }
        DatasetRow row = new DatasetRow(
                home,
                file.path(),
                DatasetNames.publisherDid(authority, home.name(), file.path()),
                DatasetNames.accessPath(home.name(), file.path()),
                access.of(home, observation),
                mediaType,
                object,
                hdus,
                facts,
                observation,
                description == null ? null : ObservationKey.of(description, facts),
                file.modified());
        int version = known == null || Arrays.equals(known.sha256(), object.sha256()) ? 0 : version(key, known);
        return new Outcome.Ready(
                file,
                encoder.encode(catalogue.nextId(), file.path(), row).superseding(version),
                home.name(),
                observation.position() != null,
                write);
    }

    private int version(ObjectKey key, KnownDataset known) {
        try {
            return Versions.find(store, key, known.sha256());
        } catch (IOException e) {
            throw new IngestException("store: cannot be read: " + e.getMessage(), e);
        }
    }

    private boolean isUnchanged(SourceFile source, KnownDataset known, CollectionHandle home) throws IOException {
        StoredObject object = present(source, new ObjectKey(home.storeId(), known.path()));
        return object != null && Arrays.equals(object.sha256(), known.sha256());
    }

    /** The stored object if it has the same bytes; so a run that was cut after the store is not stored again. */
    private @Nullable StoredObject present(SourceFile source, ObjectKey key) throws IOException {
        Optional<StoredObject> object;
        try {
            object = store.head(key);
        } catch (IOException e) {
            throw new IngestException("store: cannot be read: " + e.getMessage(), e);
        }
        return object.isPresent()
                        && object.get().sizeBytes() == source.sizeBytes()
                        && Arrays.equals(object.get().sha256(), source.sha256())
                ? object.get()
                : null;
    }

    /** Its headers go beside it, unless they are longer than the store keeps. */
    private StoredObject put(SourceFile source, ObjectKey key, String mediaType, List<HduHeader> hdus)
            throws IOException {
        byte[] cards = HeaderCards.encode(hdus);
        PutRequest request = PutRequest.replace(key, mediaType);
        try (InputStream body = source.stream()) {
            return Versions.put(
                    store,
                    cards.length > PutRequest.MAX_ATTACHMENT_BYTES ? request : request.withAttachment(() -> cards),
                    body);
        } catch (SourceFile.ReadException e) {
            throw e;
        } catch (StorageException e) {
            throw new IngestException("store: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new IngestException("store: cannot be written: " + e.getMessage(), e);
        }
    }
}
