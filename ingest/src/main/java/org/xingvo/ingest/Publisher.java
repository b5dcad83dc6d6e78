package org.xingvo.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.collection.CollectionChooser;
import org.xingvo.ingest.collection.CollectionDescription;
import org.xingvo.ingest.collection.DescriptionException;
import org.xingvo.ingest.collection.Draft;
import org.xingvo.ingest.collection.FileSelection;
import org.xingvo.ingest.collection.Layout;
import org.xingvo.ingest.load.Catalogue;
import org.xingvo.ingest.load.CatalogueException;
import org.xingvo.ingest.load.CollectionHandle;
import org.xingvo.ingest.load.Reject;
import org.xingvo.ingest.load.RowEncoder;
import org.xingvo.schemas.AccessClass;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.Store;

/**
 * From directories of FITS files to collections that can be queried: finds the files, drafts a description for each
 * header layout that is new, stores and catalogues. Running it again with the same files changes nothing; after a
 * crash it completes what was begun. Thread-safe; runs wait for each other.
 */
public final class Publisher {
    private final Store store;
    private final Catalogue catalogue;
    private final DescriptionFolder descriptions;
    private final @Nullable DescriptionFolder given;
    private final ReentrantLock turn;

    /**
     * Publishes into a store and a catalogue.
     *
     * @param descriptions folder of the collections' descriptions, made when it is not there
     */
    public Publisher(Store store, Catalogue catalogue, Path descriptions) {
        this(store, catalogue, new DescriptionFolder(descriptions), null, new ReentrantLock(true));
    }

    private Publisher(
            Store store,
            Catalogue catalogue,
            DescriptionFolder descriptions,
            @Nullable DescriptionFolder given,
            ReentrantLock turn) {
        this.turn = turn;
        this.store = store;
        this.catalogue = catalogue;
        this.descriptions = descriptions;
        this.given = given;
    }

    /** The same, with the descriptions of another folder, too; those of collections that exist are not applied. */
    public Publisher withDescriptions(Path folder) {
        return new Publisher(store, catalogue, descriptions, new DescriptionFolder(folder), turn);
    }

    /**
     * Publishes every FITS file below the directories.
     *
     * @throws IngestException the run as a whole cannot go on; what is committed until then stays
     */
    public PublishReport publish(List<Path> directories, PublishOptions options, Progress progress) {
        return ingest(IngestRequest.of(directories), options, progress);
    }

    /**
     * Puts every FITS file below the directories into one collection, which the catalogue or the folder of
     * descriptions knows.
     *
     * @throws IngestException as {@link #publish}, and when there is no such collection
     */
    public PublishReport ingest(String collection, List<Path> directories, PublishOptions options, Progress progress) {
        return ingest(new IngestRequest(collection, directories, null, false, null), options, progress);
    }

    /** Takes in what a request says; one run at a time, another one waits. */
    public PublishReport ingest(IngestRequest request, PublishOptions options, Progress progress) {
        return with(request.descriptions()).taken(request, options, progress);
    }

    private Publisher with(@Nullable Path folder) {
        return folder == null ? this : withDescriptions(folder);
    }

    private PublishReport taken(IngestRequest request, PublishOptions options, Progress progress) {
        turn.lock();
        try {
            return sentence(() -> run(request, options, progress));
        } finally {
            turn.unlock();
        }
    }

    /** Says what {@link #ingest(IngestRequest, PublishOptions, Progress)} would do, and writes nothing. */
    public void rehearse(
            IngestRequest request, PublishOptions options, Progress progress, Rehearsal.Receiver receiver) {
        with(request.descriptions()).rehearsed(request, options, progress, receiver);
    }

    private void rehearsed(
            IngestRequest request, PublishOptions options, Progress progress, Rehearsal.Receiver receiver) {
        sentence(() -> {
            Scan scan = scan(request, progress);
            List<CollectionDescription> known = allKnown();
            String only = request.collection();
            if (only != null && known.stream().noneMatch(d -> d.name().equals(only))) {
                throw unknown(
                        only, known.stream().map(CollectionDescription::name).toList());
            }
            scan.rejects()
                    .forEach(r -> receiver.file(Rehearsal.Fate.REFUSED, r.source(), r.reason() + ": " + r.detail()));
            List<CollectionDescription> drafts = only == null
                    ? drafts(scan.files(), known, options, progress).stream()
                            .map(Draft::description)
                            .toList()
                    : List.of();
            List<CollectionDescription> all = new ArrayList<>(known);
            all.addAll(drafts);
            new Rehearsal(
                            catalogue,
                            new CollectionChooser(all, options.rules()),
                            drafts.stream().map(CollectionDescription::name).toList(),
                            only)
                    .run(scan.files(), progress, receiver);
            if (request.delete()) {
                new Disappeared(store, catalogue)
                        .find(
                                scan.labels(),
                                only,
                                gone -> gone.forEach(held -> receiver.file(
                                        Rehearsal.Fate.DELETED,
                                        held.path(),
                                        held.handle().name())));
            }
            return true;
        });
    }

    private Scan scan(IngestRequest request, Progress progress) {
        progress.begin(Progress.Phase.SCAN, -1);
        Scan scan = new Scan(Scan.Limits.DEFAULT, request.since());
        scan.walk(request.directories());
        if (request.delete() && scan.files().isEmpty() && scan.older() == 0) {
            throw new IngestException("%s: expected files, found none; nothing is deleted for a folder that is empty"
                    .formatted(request.directories()));
        }
        return scan;
    }

    private long removeGone(IngestRequest request, Scan scan) {
        Disappeared disappeared = new Disappeared(store, catalogue);
        long[] deleted = {0};
        if (request.delete()) {
            disappeared.find(scan.labels(), request.collection(), gone -> {
                disappeared.remove(gone);
                deleted[0] += gone.size();
            });
        }
        return deleted[0];
    }

    /** Takes in files of a folder that is watched, and takes out what is gone from it. */
    public PublishReport take(
            Path root, @Nullable String collection, List<Path> changed, List<Path> gone, PublishOptions options) {
        turn.lock();
        try {
            return sentence(() -> {
                long start = System.nanoTime();
                Scan scan = new Scan(Scan.Limits.DEFAULT);
                scan.only(root, changed);
                Disappeared disappeared = new Disappeared(store, catalogue);
                long deleted = disappeared.remove(scan.labels(), collection, gone);
                return take(scan, collection, deleted, start, options, Progress.silent());
            });
        } finally {
            turn.unlock();
        }
    }

    /**
     * Takes out of the catalogue what it has from a folder and that is no longer there; nothing if the folder has no file,
     * for then it may be a disk that is not mounted.
     */
    public long takeOut(Path root, @Nullable String collection) {
        try (Stream<Path> below = Files.walk(root)) {
            if (below.noneMatch(file -> Files.isRegularFile(file) && !isHidden(file))) {
                return 0;
            }
        } catch (IOException | UncheckedIOException e) {
            throw new IngestException("folder %s: cannot be read: %s".formatted(root, e.getMessage()), e);
        }
        return sentence(() -> {
            Scan scan = new Scan(Scan.Limits.DEFAULT);
            scan.only(root, List.of());
            return removeGone(new IngestRequest(collection, List.of(root), null, true, null), scan);
        });
    }

    private static boolean isHidden(Path file) {
        Path name = file.getFileName();
        return name == null || name.toString().startsWith(".");
    }

    private PublishReport run(IngestRequest request, PublishOptions options, Progress progress) {
        long start = System.nanoTime();
        Scan scan = scan(request, progress);
        long deleted = removeGone(request, scan);
        return take(scan, request.collection(), deleted, start, options, progress);
    }

    private PublishReport take(
            Scan scan, @Nullable String only, long deleted, long start, PublishOptions options, Progress progress) {
        Map<String, CollectionHandle> handles = adopt(options, only);
        RowEncoder encoder = new RowEncoder(catalogue);
        IngestRun run =
                new IngestRun(catalogue, catalogue.nextRun(), !catalogue.isEmpty(), options.workers(), progress);
        CollectionHandle into = only == null ? null : handles.get(only);
        int guard = into == null ? AccessClass.PUBLIC : into.guard();
        run.reject(scan.rejects().stream().map(r -> r.within(guard)).toList());
        List<FoundFile> files = scan.files();
        for (int round = 0; !files.isEmpty() && !run.isStopped(); round++) {
            if (only == null) {
                List<Draft> drafts = drafts(files, descriptions(handles), options, progress);
                if (round > 0 && drafts.isEmpty()) {
                    run.reject(files.stream().map(Publisher::homeless).toList());
                    break;
                }
                for (Draft draft : drafts) {
                    handles.put(draft.description().name(), create(draft.description(), draft.yaml(), options));
                }
            }
            if (round == 0) {
                progress.begin(Progress.Phase.INGEST, scan.files().size());
            }
            for (List<FoundFile> now = files; !now.isEmpty() && !run.isStopped(); ) {
                run.take(
                        now,
                        new FileIntake(store, catalogue, encoder, options.authority(), byId(handles), guard),
                        only == null
                                ? chooser(handles, options)
                                : (hdus, path) -> Optional.ofNullable(handles.get(only)));
                now = run.takeStale();
                if (!now.isEmpty()) {
                    handles.clear();
                    catalogue.collections().forEach(handle -> handles.put(handle.name(), handle));
                }
            }
            files = run.takeHomeless();
        }
        progress.begin(Progress.Phase.INDEX, -1);
        if (run.catalogued() > 0) {
            catalogue.finish(run.collections().keySet().stream()
                    .filter(handles::containsKey)
                    .map(handles::get)
                    .toList());
        }
        return new PublishReport(
                run.number(),
                scan.files().size() + scan.rejects().size(),
                run.stored(),
                run.catalogued(),
                run.withoutPosition(),
                run.replaced(),
                run.unchanged(),
                scan.older(),
                deleted,
                run.refused(),
                run.reasons(),
                run.collections(),
                notes(encoder, unapplied(handles)),
                Duration.ofNanos(System.nanoTime() - start),
                !run.isStopped());
    }

    private static List<String> notes(RowEncoder encoder, List<String> first) {
        List<String> notes = new ArrayList<>(first);
        new TreeMap<>(encoder.misfits())
                .forEach((column, count) ->
                        notes.add("column %s: %d values did not fit its type and are null there; the cards have them"
                                .formatted(column, count.sum())));
        return notes;
    }

    private static Reject homeless(FoundFile file) {
        return new Reject(file.path(), "no-collection", "file: expected a collection that takes it, found none");
    }

    private static FileIntake.Choice chooser(Map<String, CollectionHandle> handles, PublishOptions options) {
        CollectionChooser chooser = new CollectionChooser(descriptions(handles), options.rules());
        return (hdus, path) -> chooser.choose(Layout.of(hdus), path).map(d -> handles.get(d.name()));
    }

    /** Collections of the catalogue, and those that only have a description so far; these are made now. */
    private Map<String, CollectionHandle> adopt(PublishOptions options, @Nullable String only) {
        Map<String, CollectionHandle> handles = new LinkedHashMap<>();
        for (CollectionHandle handle : catalogue.collections()) {
            handles.put(handle.name(), handle);
            createInStore(handle);
        }
        for (DescriptionFolder.Written written : written()) {
            String name = written.description().name();
            if (!handles.containsKey(name) && (only == null || only.equals(name))) {
                handles.put(name, create(written.description(), written.yaml(), options));
            }
        }
        if (only != null && !handles.containsKey(only)) {
            throw unknown(only, handles.keySet());
        }
        return handles;
    }

    private IngestException unknown(String collection, java.util.Collection<String> known) {
        return new IngestException("collection %s: expected one of %s or a description in %s, found none"
                .formatted(collection, known, descriptions.file(collection)));
    }

    private List<CollectionDescription> allKnown() {
        Map<String, CollectionDescription> known = new LinkedHashMap<>();
        for (CollectionHandle handle : catalogue.collections()) {
            if (handle.description() != null) {
                known.put(handle.name(), handle.description());
            }
        }
        written().forEach(w -> known.putIfAbsent(w.description().name(), w.description()));
        return List.copyOf(known.values());
    }

    /** Descriptions of the data directory, and of the folder that was given. */
    private List<DescriptionFolder.Written> written() {
        List<DescriptionFolder.Written> written = new ArrayList<>(descriptions.read());
        if (given != null) {
            written.addAll(given.read());
        }
        return written;
    }

    /** Says which given descriptions are not those that the catalogue was made with. */
    private List<String> unapplied(Map<String, CollectionHandle> handles) {
        List<String> notes = new ArrayList<>();
        for (DescriptionFolder.Written each : given == null ? List.<DescriptionFolder.Written>of() : given.read()) {
            CollectionHandle handle = handles.get(each.description().name());
            if (handle != null && !each.description().equals(handle.description())) {
                notes.add(
                        "%s differs from the description that the collection has; `xing collection apply %s` changes it"
                                .formatted(each.file(), each.file()));
            }
        }
        return notes;
    }

    private static List<CollectionDescription> descriptions(Map<String, CollectionHandle> handles) {
        List<CollectionDescription> descriptions = new ArrayList<>();
        for (CollectionHandle handle : handles.values()) {
            if (handle.description() != null) {
                descriptions.add(handle.description());
            }
        }
        return descriptions;
    }

    private static Map<Integer, CollectionHandle> byId(Map<String, CollectionHandle> handles) {
        Map<Integer, CollectionHandle> byId = new HashMap<>();
        handles.values().forEach(h -> byId.put(h.id(), h));
        return byId;
    }

    private List<Draft> drafts(
            List<FoundFile> files, List<CollectionDescription> existing, PublishOptions options, Progress progress) {
        Set<String> taken = new HashSet<>(catalogue.takenNames());
        return new Drafting(options, progress).draft(files, existing, taken);
    }

    private CollectionHandle create(CollectionDescription description, String yaml, PublishOptions options) {
        int dataType = switch (description.membership()) {
            case FileSelection.Membership.Similar(Layout layout) -> dataType(layout.kind());
            case FileSelection.Membership.Leftover(String folder, Layout.Kind kind) -> dataType(kind);
            case FileSelection.Membership.Patterns() -> 0;
            case FileSelection.Membership.ByHand() -> 0;
        };
        CollectionHandle handle = catalogue.create(description, dataType, options.accessClass());
        createInStore(handle);
        descriptions.write(description.name(), yaml);
        return handle;
    }

    private static int dataType(Layout.Kind kind) {
        return switch (kind) {
            case IMAGE -> 1;
            case TABLE -> 2;
            case EMPTY -> 0;
        };
    }

    private void createInStore(CollectionHandle handle) {
        try {
            store.createCollection(handle.storeId(), CollectionSettings.named(handle.name()));
        } catch (IOException e) {
            throw new IngestException("store: cannot be written: " + e.getMessage(), e);
        }
    }

    private interface Task<T> {
        T run();
    }

    /** Every way a run as a whole can fail ends in one sentence. */
    private static <T> T sentence(Task<T> task) {
        try {
            return task.run();
        } catch (CatalogueException | DescriptionException | UncheckedIOException e) {
            throw new IngestException(String.valueOf(e.getMessage()), e);
        }
    }
}
