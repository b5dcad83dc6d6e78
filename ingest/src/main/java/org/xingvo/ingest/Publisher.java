package org.xingvo.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
import org.xingvo.ingest.collection.DescriptionYaml;
import org.xingvo.ingest.collection.FileSelection;
import org.xingvo.ingest.collection.Layout;
import org.xingvo.ingest.load.Catalogue;
import org.xingvo.ingest.load.CatalogueException;
import org.xingvo.ingest.load.CollectionHandle;
import org.xingvo.ingest.load.RowEncoder;
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
    private final Path descriptions;
    private final ReentrantLock turn = new ReentrantLock(true);

    /**
     * Publishes into a store and a catalogue.
     *
     * @param descriptions folder of the collections' descriptions, made when it is not there
     */
    public Publisher(Store store, Catalogue catalogue, Path descriptions) {
        this.store = store;
        this.catalogue = catalogue;
        this.descriptions = descriptions;
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
        return ingest(new IngestRequest(collection, directories, null, false), options, progress);
    }

    /** Takes in what a request says; one run at a time, another one waits. */
    public PublishReport ingest(IngestRequest request, PublishOptions options, Progress progress) {
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
            List<CollectionDescription> drafts =
                    only == null ? drafts(scan.files(), known, options, progress) : List.of();
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

    /** Drafts descriptions of what no collection takes yet and writes them into the folder; stores nothing. */
    public List<CollectionDescription> draft(List<Path> directories, PublishOptions options, Progress progress) {
        return sentence(() -> {
            progress.begin(Progress.Phase.SCAN, -1);
            Scan scan = new Scan(Scan.Limits.DEFAULT);
            scan.walk(directories);
            List<CollectionDescription> drafts = drafts(scan.files(), allKnown(), options, progress);
            drafts.forEach(this::writeDescription);
            return drafts;
        });
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
            return removeGone(new IngestRequest(collection, List.of(root), null, true), scan);
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
        RowEncoder encoder = new RowEncoder();
        IngestRun run =
                new IngestRun(catalogue, catalogue.nextRun(), !catalogue.isEmpty(), options.workers(), progress);
        run.reject(scan.rejects());
        List<FoundFile> files = scan.files();
        for (int round = 0; !files.isEmpty() && !run.isStopped(); round++) {
            if (only == null) {
                for (CollectionDescription draft : drafts(files, descriptions(handles), options, progress)) {
                    handles.put(draft.name(), create(draft, options));
                }
            }
            if (round == 0) {
                progress.begin(Progress.Phase.INGEST, scan.files().size());
            }
            run.take(
                    files,
                    new FileIntake(store, catalogue, encoder, options.authority(), byId(handles)),
                    only == null ? chooser(handles, options) : (hdus, path) -> Optional.ofNullable(handles.get(only)));
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
                notes(encoder),
                Duration.ofNanos(System.nanoTime() - start),
                !run.isStopped());
    }

    private static List<String> notes(RowEncoder encoder) {
        return new TreeMap<>(encoder.misfits())
                .entrySet().stream()
                        .map(e -> "column %s: %d values did not fit its type and are null there; the cards have them"
                                .formatted(e.getKey(), e.getValue().sum()))
                        .toList();
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
        for (CollectionDescription description : writtenDescriptions()) {
            if (!handles.containsKey(description.name()) && (only == null || only.equals(description.name()))) {
                handles.put(description.name(), create(description, options));
            }
        }
        if (only != null && !handles.containsKey(only)) {
            throw unknown(only, handles.keySet());
        }
        return handles;
    }

    private IngestException unknown(String collection, java.util.Collection<String> known) {
        return new IngestException("collection %s: expected one of %s or a description in %s, found none"
                .formatted(collection, known, descriptions.resolve(collection + ".yaml")));
    }

    private List<CollectionDescription> allKnown() {
        Map<String, CollectionDescription> known = new LinkedHashMap<>();
        for (CollectionHandle handle : catalogue.collections()) {
            if (handle.description() != null) {
                known.put(handle.name(), handle.description());
            }
        }
        writtenDescriptions().forEach(d -> known.putIfAbsent(d.name(), d));
        return List.copyOf(known.values());
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

    private List<CollectionDescription> drafts(
            List<FoundFile> files, List<CollectionDescription> existing, PublishOptions options, Progress progress) {
        Set<String> taken = new HashSet<>(catalogue.takenNames());
        return new Drafting(options, progress).draft(files, existing, taken);
    }

    private CollectionHandle create(CollectionDescription description, PublishOptions options) {
        int dataType = switch (description.membership()) {
            case FileSelection.Membership.Similar(Layout layout) -> dataType(layout.kind());
            case FileSelection.Membership.Leftover(String folder, Layout.Kind kind) -> dataType(kind);
            case FileSelection.Membership.Patterns() -> 0;
            case FileSelection.Membership.ByHand() -> 0;
        };
        CollectionHandle handle = catalogue.create(description, dataType, options.accessClass());
        createInStore(handle);
        writeDescription(description);
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

    private List<CollectionDescription> writtenDescriptions() {
        List<CollectionDescription> written = new ArrayList<>();
        if (!Files.isDirectory(descriptions)) {
            return written;
        }
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(descriptions, "*.yaml")) {
            stream.forEach(files::add);
        } catch (IOException e) {
            throw new IngestException("folder %s: cannot be read: %s".formatted(descriptions, Scan.reason(e)), e);
        }
        files.sort(null);
        for (Path file : files) {
            try {
                written.add(DescriptionYaml.read(Files.readString(file), file.toString()));
            } catch (DescriptionException e) {
                throw new IngestException(String.valueOf(e.getMessage()), e);
            } catch (IOException e) {
                throw new IngestException("description %s: %s".formatted(file, e.getMessage()), e);
            }
        }
        return written;
    }

    /** For people to read and edit; what is there already is theirs. */
    private void writeDescription(CollectionDescription description) {
        Path file = descriptions.resolve(description.name() + ".yaml");
        try {
            Files.createDirectories(descriptions);
            if (!Files.exists(file)) {
                Path partial = descriptions.resolve("." + description.name() + ".part");
                Files.writeString(partial, DescriptionYaml.write(description));
                Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw new IngestException("description %s: cannot be written: %s".formatted(file, Scan.reason(e)), e);
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
