package org.xingvo.server.xs;

import java.io.IOException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.glassfish.grizzly.http.server.Request;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.auth.Caller;
import org.xingvo.dali.auth.CollectionClasses;
import org.xingvo.dali.auth.CollectionClasses.ClassesOfCollection;
import org.xingvo.dali.auth.Identities;
import org.xingvo.dali.auth.IdentityException;
import org.xingvo.dali.auth.Visibility;
import org.xingvo.dali.http.Callers;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.Store;
import org.xingvo.storage.StoredObject;

/**
 * Who may read and write which collection. Catalogued collections are read by whom their access class says, collections
 * of files alone by whom their property {@code readers} names: {@code *}, or users and {@code group:NAME}, separated by
 * commas; both are written by whom their property {@code writers} names. Operators may read and write every one of these; the
 * user area is nobody's. What the catalogue says is remembered for half a second. Thread-safe.
 */
public final class Gate {
    /** Properties of a collection of files alone; the first is there on every one of them. */
    public static final String READERS = "readers";

    public static final String WRITERS = "writers";

    private static final String HOME = "home";
    private static final long FRESH_NANOS = 500_000_000L;
    private static final long USABLE_NANOS = 2_000_000_000L;

    private final Store store;
    private final Function<Request, Caller> callers;
    private final Function<Caller, Visibility> visibilities;
    private final Supplier<Map<Integer, ClassesOfCollection>> catalogue;
    private final FileClasses files;
    private final AtomicBoolean refreshing = new AtomicBoolean();
    private volatile @Nullable Known known;

    /** Who may read a file that opens before its collection. */
    private interface FileClasses {
        Optional<CollectionClasses.ClassOfFile> of(int storeId, String path);
    }

    private record Known(Map<Integer, ClassesOfCollection> classes, long since) {}

    private Gate(
            Store store,
            Function<Request, Caller> callers,
            Function<Caller, Visibility> visibilities,
            Supplier<Map<Integer, ClassesOfCollection>> catalogue,
            FileClasses files) {
        this.files = files;
        this.store = store;
        this.callers = callers;
        this.visibilities = visibilities;
        this.catalogue = catalogue;
    }

    /** The gate of a server with its catalogue. */
    public static Gate of(Store store, Identities identities, CollectionClasses catalogue) {
        return new Gate(
                store,
                request -> Callers.of(identities, request),
                identities::visibilityOf,
                catalogue::byStoreId,
                catalogue::ofFile);
    }

    /** The gate of a store without a catalogue, for the one who knows a token. */
    public static Gate forOperator(Store store, String token) {
        return new Gate(
                store,
                request -> {
                    if (("Bearer " + token).equals(request.getHeader("Authorization"))) {
                        return new Caller("operator", java.util.Set.of(), true);
                    }
                    throw new IdentityException.BadCredentials("the token is unknown");
                },
                caller -> caller.operator() ? Visibility.EVERYTHING : Visibility.PUBLIC_ONLY,
                Map::of,
                (storeId, path) -> Optional.empty());
    }

    /**
     * A collection as one caller meets it.
     *
     * @param classes of the catalogue; null: files alone
     */
    record Shelf(
            CollectionId id,
            CollectionSettings settings,
            @Nullable ClassesOfCollection classes) {
        @Nullable
        Integer accessClass() {
            return classes == null ? null : classes.all();
        }

        /** True if the bytes of files that are seen are given, too. */
        boolean gives(Visibility visibility) {
            return classes == null || classes.gives(visibility);
        }

        /** A collection that the catalogue does not speak of and nobody made by hand is taken for one it will. */
        boolean catalogued() {
            return classes != null || !settings.properties().containsKey(READERS);
        }

        String kind() {
            return catalogued() ? "catalogued" : "files";
        }
    }

    /** Forgets what the catalogue said, after a change of it. */
    public void forget() {
        known = null;
    }

    /** Who sends a request. May ask the database. */
    Caller caller(Request request) {
        return callers.apply(request);
    }

    /** The collection of this name if everybody may read it and that is known at once; null: ask {@link #readable}. */
    @Nullable
    Shelf openToAll(String name) {
        Known now = known;
        if (now == null) {
            return null;
        }
        long age = System.nanoTime() - now.since;
        if (age > FRESH_NANOS) {
            if (age > USABLE_NANOS) {
                return null;
            }
            refreshSoon();
        }
        Shelf shelf = find(name, now);
        return shelf != null
                        && sees(shelf, Caller.ANONYMOUS, Visibility.PUBLIC_ONLY)
                        && shelf.gives(Visibility.PUBLIC_ONLY)
                ? shelf
                : null;
    }

    /** The collection of this name; 404 if there is none that the caller may read. May ask the database. */
    Shelf readable(String name, Caller caller) {
        Shelf shelf = find(name, current());
        if (shelf == null || !sees(shelf, caller, visibilities.apply(caller))) {
            throw XsFault.notFound("collection " + name);
        }
        return shelf;
    }

    /** As {@link #readable(String, Caller)}, with the bytes of all its objects; 401 or 403 if those are for others. */
    Shelf givenAway(String name, Caller caller) {
        return given(readable(name, caller), caller, visibilities.apply(caller));
    }

    private static Shelf given(Shelf shelf, Caller caller, Visibility visibility) {
        if (shelf.gives(visibility)) {
            return shelf;
        }
        String name = shelf.settings().name();
        throw caller.user() == null
                ? new XsFault(401, "collection " + name + ": its files are for some; sign in")
                : new XsFault(403, "collection " + name + ": its files are for others than " + caller.user());
    }

    /**
     * The collection of an object that the caller may read: as {@link #readable}, or because the embargo of this file is
     * over. The catalogue must speak of the bytes that are there, not of those before them. May ask the database.
     */
    Shelf readable(String name, String path, Caller caller) throws IOException {
        Shelf shelf = find(name, current());
        if (shelf == null) {
            throw XsFault.notFound("collection " + name);
        }
        Visibility visibility = visibilities.apply(caller);
        if (sees(shelf, caller, visibility)) {
            return given(shelf, caller, visibility);
        }
        if (shelf.accessClass() != null) {
            Optional<CollectionClasses.ClassOfFile> file = files.of(shelf.id().value(), path);
            if (file.isPresent() && visibility.sees(file.get().accessClass())) {
                Optional<StoredObject> object = store.head(new ObjectKey(shelf.id(), path));
                if (object.isPresent()
                        && HexFormat.of()
                                .formatHex(object.get().sha256())
                                .equals(file.get().sha256())) {
                    return given(shelf, caller, visibility);
                }
            }
        }
        throw XsFault.notFound("collection " + name);
    }

    /** The collection of this name; refused with 404, 401, 403 or 405 unless the caller may write. May ask the database. */
    Shelf writable(String name, Caller caller) {
        Shelf shelf = find(name, current());
        boolean writes = shelf != null && writes(shelf, caller);
        if (shelf == null || (!writes && !sees(shelf, caller, visibilities.apply(caller)))) {
            throw XsFault.notFound("collection " + name);
        }
        if (shelf.catalogued() && shelf.accessClass() == null) {
            throw new XsFault(405, "collection " + name + ": not yet in the catalogue; `xing ingest` makes it so");
        }
        if (!writes) {
            throw caller.user() == null
                    ? new XsFault(401, "collection " + name + ": expected a token of one who may write, found none")
                    : new XsFault(403, "collection " + name + ": " + caller.user() + " may not write");
        }
        return shelf;
    }

    private @Nullable Shelf find(String name, Known now) {
        if (name.equals(HOME)) {
            return null;
        }
        Optional<CollectionId> id = store.findCollection(name);
        return id.isEmpty()
                ? null
                : new Shelf(
                        id.get(),
                        store.settings(id.get()),
                        now.classes.get(id.get().value()));
    }

    private static boolean sees(Shelf shelf, Caller caller, Visibility visibility) {
        Integer accessClass = shelf.accessClass();
        if (accessClass != null) {
            return visibility.sees(accessClass);
        }
        return caller.operator()
                || names(shelf.settings().properties().get(READERS), caller)
                || isWriter(shelf, caller);
    }

    private static boolean writes(Shelf shelf, Caller caller) {
        return caller.writes() && isWriter(shelf, caller);
    }

    private static boolean isWriter(Shelf shelf, Caller caller) {
        if (caller.operator()) {
            return true;
        }
        return caller.user() != null && names(shelf.settings().properties().get(WRITERS), caller);
    }

    private static boolean names(@Nullable String list, Caller caller) {
        if (list == null) {
            return false;
        }
        if (list.equals("*")) {
            return true;
        }
        String user = caller.user();
        if (user == null) {
            return false;
        }
        for (String entry : list.split(",", -1)) {
            String name = entry.strip();
            boolean group = name.startsWith("group:");
            if (group ? caller.groups().contains(name.substring("group:".length())) : name.equals(user)) {
                return true;
            }
        }
        return false;
    }

    private Known current() {
        Known now = known;
        if (now == null || System.nanoTime() - now.since > FRESH_NANOS) {
            now = refresh();
        }
        return now;
    }

    private Known refresh() {
        long asked = System.nanoTime();
        Known fresh = new Known(catalogue.get(), asked);
        known = fresh;
        return fresh;
    }

    private void refreshSoon() {
        if (refreshing.compareAndSet(false, true)) {
            Thread.startVirtualThread(() -> {
                try {
                    refresh();
                } catch (IdentityException e) {
                    // The next one who needs it will hear why.
                } finally {
                    refreshing.set(false);
                }
            });
        }
    }
}
