package org.xingvo.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.collection.Access;
import org.xingvo.ingest.collection.CollectionDescription;
import org.xingvo.ingest.collection.ColumnDescription;
import org.xingvo.ingest.collection.ColumnValues;
import org.xingvo.ingest.collection.DescriptionException;
import org.xingvo.ingest.collection.DescriptionYaml;
import org.xingvo.ingest.collection.FileFacts;
import org.xingvo.ingest.collection.ObservationKey;
import org.xingvo.ingest.collection.Provenance;
import org.xingvo.ingest.fits.FitsHeaderReader;
import org.xingvo.ingest.fits.HduHeader;
import org.xingvo.ingest.fits.HeaderCards;
import org.xingvo.ingest.fits.HeaderLimits;
import org.xingvo.ingest.load.AccessClasses;
import org.xingvo.ingest.load.Catalogue;
import org.xingvo.ingest.load.CatalogueException;
import org.xingvo.ingest.load.CollectionHandle;
import org.xingvo.ingest.load.DatasetRow;
import org.xingvo.ingest.load.DescriptionSwitch;
import org.xingvo.ingest.load.EncodedDataset;
import org.xingvo.ingest.load.RowEncoder;
import org.xingvo.ingest.obscore.Describer;
import org.xingvo.ingest.obscore.Observation;
import org.xingvo.storage.ByteRange;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.ObjectReader;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.Store;
import org.xingvo.storage.StoredObject;

/**
 * Applies a changed description to what a collection holds. The files are not read: their headers are kept beside them
 * in the store. Thread-safe.
 */
public final class DescriptionChange {
    private final Store store;
    private final Catalogue catalogue;
    private final DescriptionFolder folder;
    private final AccessClasses access;

    /**
     * Changes collections of a store and a catalogue.
     *
     * @param descriptions folder of the data directory, where the description is kept for people
     */
    public DescriptionChange(Store store, Catalogue catalogue, Path descriptions) {
        this.store = store;
        this.catalogue = catalogue;
        this.folder = new DescriptionFolder(descriptions);
        this.access = new AccessClasses(catalogue);
    }

    /**
     * What was changed.
     *
     * @param files that were described anew
     * @param columns a sentence on each column that is new, gone or another
     */
    public record Report(String collection, long files, List<String> columns) {
        /** For people, a line each. */
        public String text() {
            StringBuilder text = new StringBuilder();
            columns.forEach(column -> text.append(column).append('\n'));
            return text + "collection %s: %,d files described anew\n".formatted(collection, files);
        }
    }

    /**
     * Applies a description to the collection of its name.
     *
     * @param yaml its text
     * @param file how the text is called in messages
     * @throws IngestException what is wrong with the text, a line each, or why it cannot be applied; then everything is
     *     as it was
     */
    public Report apply(String yaml, String file) {
        return apply(yaml, file, Progress.silent());
    }

    /** The same, telling how far it is; when it is asked to stop, everything is as it was. */
    public Report apply(String yaml, String file, Progress progress) {
        try {
            CollectionDescription description = DescriptionYaml.read(yaml, file);
            CollectionHandle collection = collection(description, file);
            checkNumbers(collection, description, file);
            checkAccess(collection, description, file);
            RowEncoder encoder = new RowEncoder(catalogue);
            long files = new DescriptionSwitch(catalogue)
                    .run(collection, description, new DescriptionSwitch.Describing() {
                        private long done;

                        @Override
                        public EncodedDataset of(CollectionHandle changed, DescriptionSwitch.File each) {
                            if (progress.stopRequested()) {
                                throw new IngestException(
                                        "collection %s: stopped; nothing was changed".formatted(changed.name()));
                            }
                            EncodedDataset rows = describe(encoder, changed, description, each);
                            progress.advance(++done);
                            return rows;
                        }

                        @Override
                        public void begin(long total) {
                            progress.begin(Progress.Phase.DESCRIBE, total);
                        }

                        @Override
                        public void described() {
                            progress.begin(Progress.Phase.INDEX, -1);
                        }
                    });
            folder.replace(description.name(), yaml);
            return new Report(description.name(), files, differences(collection.description(), description));
        } catch (DescriptionException | CatalogueException e) {
            throw new IngestException(String.valueOf(e.getMessage()), e);
        }
    }

    private CollectionHandle collection(CollectionDescription description, String file) {
        List<String> names = new ArrayList<>();
        for (CollectionHandle handle : catalogue.collections()) {
            if (handle.name().equals(description.name())) {
                return handle;
            }
            names.add(handle.name());
        }
        throw new IngestException("%s: name: expected one of the collections %s, found '%s'"
                .formatted(file, String.join(", ", names), description.name()));
    }

    /** The numbers are in the ids of the store, which stay. */
    private static void checkNumbers(CollectionHandle collection, CollectionDescription description, String file) {
        Provenance provenance = description.provenance();
        CollectionId id = collection.storeId();
        if (provenance.telescopeId() != null && provenance.telescopeId() != id.telescope()) {
            throw new IngestException("%s: telescope_id: expected %d, which cannot be changed any more, found %d"
                    .formatted(file, id.telescope(), provenance.telescopeId()));
        }
        if (provenance.countryId() != null && provenance.countryId() != id.country()) {
            throw new IngestException("%s: country_id: expected %d, which cannot be changed any more, found %d"
                    .formatted(file, id.country(), provenance.countryId()));
        }
    }

    /** Who leaves out a line does not mean to open what is closed. */
    private static void checkAccess(CollectionHandle collection, CollectionDescription description, String file) {
        CollectionDescription before = collection.description();
        if (before != null
                && !before.access().equals(Access.UNSAID)
                && description.access().equals(Access.UNSAID)) {
            throw new IngestException(("%s: access: expected to be said, as in the description that is applied, found"
                            + " nothing; `access: {readers: public}` opens the collection")
                    .formatted(file));
        }
    }

    private EncodedDataset describe(
            RowEncoder encoder,
            CollectionHandle collection,
            CollectionDescription description,
            DescriptionSwitch.File file) {
        ObjectKey key = new ObjectKey(collection.storeId(), file.path());
        List<HduHeader> hdus = headers(key);
        FileFacts facts = FileFacts.of(hdus, file.path());
        String missing = file.superseded() ? null : ColumnValues.missing(description, facts);
        if (missing != null) {
            throw new IngestException("%s: %s; nothing was changed".formatted(file.path(), missing));
        }
        Observation observation = description.obscore().apply(Describer.describe(hdus), facts);
        StoredObject object =
                new StoredObject(key, file.sizeBytes(), file.mediaType(), file.sha256(), new byte[16], Instant.EPOCH);
        return encoder.encode(
                file.id(),
                file.path(),
                new DatasetRow(
                        collection,
                        file.path(),
                        file.publisherDid(),
                        file.accessPath(),
                        access.of(collection, observation),
                        file.mediaType(),
                        object,
                        hdus,
                        facts,
                        observation,
                        Versions.isVersion(file.path()) ? null : ObservationKey.of(description, facts),
                        Instant.EPOCH));
    }

    /** Those kept beside the object; a file without reads its own from the store. */
    private List<HduHeader> headers(ObjectKey key) {
        try {
            Optional<byte[]> kept = store.attachment(key);
            if (kept.isPresent() && kept.get().length > 0) {
                return HeaderCards.decode(kept.get());
            }
            Optional<ObjectReader> open = store.open(key);
            if (open.isEmpty()) {
                throw new IngestException("store: expected the headers of %s, found nothing".formatted(key.name()));
            }
            try (ObjectReader reader = open.get();
                    InputStream in =
                            reader.stream(new ByteRange(0, reader.object().sizeBytes()))) {
                return FitsHeaderReader.read(in, HeaderLimits.DEFAULT);
            }
        } catch (IOException | StorageException e) {
            throw new IngestException(
                    "store: headers of %s cannot be read: %s".formatted(key.name(), e.getMessage()), e);
        }
    }

    private static List<String> differences(@Nullable CollectionDescription before, CollectionDescription after) {
        Map<String, ColumnDescription> old = new LinkedHashMap<>();
        if (before != null) {
            before.columns().forEach(column -> old.put(column.name(), column));
        }
        List<String> differences = new ArrayList<>();
        for (ColumnDescription column : after.columns()) {
            ColumnDescription its = old.remove(column.name());
            if (its == null) {
                differences.add("column %s: new".formatted(column.name()));
            } else if (!its.equals(column)) {
                differences.add("column %s: changed".formatted(column.name()));
            }
        }
        old.keySet().forEach(name -> differences.add("column %s: gone".formatted(name)));
        return List.copyOf(differences);
    }
}
