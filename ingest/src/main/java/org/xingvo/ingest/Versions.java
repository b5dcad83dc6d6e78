package org.xingvo.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.PutRequest;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.Store;
import org.xingvo.storage.StoredObject;

/**
 * Earlier bytes of a name stay under {@code NAME.~1~}, {@code NAME.~2~} and so on, oldest first. New bytes are durable
 * under a name of their own before the old ones move, so nothing is lost whenever the process ends; between the two
 * renames, which move no bytes, the name is free for a moment. docs/decisions/0042 says why. Thread-safe within a
 * process.
 */
public final class Versions {
    private static final Pattern NAME = Pattern.compile(".*\\.~([0-9]{1,9}|new)~", Pattern.DOTALL);
    private static final String FRESH = ".~new~";
    /** Bytes that the longest suffix takes. */
    private static final int SUFFIX_BYTES = 16;

    private static final int MOST = 10_000;
    private static final Object[] GATES = new Object[256];

    static {
        Arrays.setAll(GATES, i -> new Object());
    }

    private Versions() {}

    /** True for the name of bytes that were replaced, or are about to replace others. */
    public static boolean isVersion(String name) {
        return name.endsWith("~") && NAME.matcher(name).matches();
    }

    /** The name of a version. */
    static String name(String name, int number) {
        return name + ".~" + number + "~";
    }

    /**
     * Puts an object as {@link Store#put} does; other bytes of that name are kept as a version, the same bytes stay as
     * they are.
     */
    public static StoredObject put(Store store, PutRequest request, InputStream body) throws IOException {
        ObjectKey key = request.key();
        boolean fits = key.name().getBytes(StandardCharsets.UTF_8).length + SUFFIX_BYTES <= ObjectKey.MAX_NAME_BYTES;
        if (request.mode() == PutRequest.Mode.CREATE || !fits || store.head(key).isEmpty()) {
            return store.put(request, body);
        }
        synchronized (GATES[Math.floorMod(key.hashCode(), GATES.length)]) {
            Optional<StoredObject> before = store.head(key);
            if (before.isEmpty()) {
                return store.put(request, body);
            }
            String tag = request.ifMatch();
            if (tag != null && !tag.equals(before.get().etag())) {
                throw new StorageException.Changed("object %s of collection %s: expected ETag %s, found %s"
                        .formatted(
                                key.name(),
                                key.collection().hex(),
                                tag,
                                before.get().etag()));
            }
            ObjectKey fresh = new ObjectKey(key.collection(), key.name() + FRESH);
            PutRequest aside = PutRequest.replace(fresh, request.mediaType())
                    .withLength(request.lengthBytes())
                    .withDigests(request.expectedMd5(), request.expectedSha256());
            Supplier<byte[]> attachment = request.attachment();
            StoredObject stored = store.put(attachment == null ? aside : aside.withAttachment(attachment), body);
            if (Arrays.equals(stored.sha256(), before.get().sha256())) {
                store.delete(fresh);
                return before.get();
            }
            store.rename(key, name(key.name(), last(store, key) + 1));
            return store.rename(fresh, key.name());
        }
    }

    /** The number of the latest version with these bytes; 0: there is none. */
    static int find(Store store, ObjectKey key, byte[] sha256) throws IOException {
        int found = 0;
        for (StoredObject version : all(store, key)) {
            if (Arrays.equals(version.sha256(), sha256)) {
                found = Math.max(found, number(version, key));
            }
        }
        return found;
    }

    private static int last(Store store, ObjectKey key) throws IOException {
        int last = 0;
        for (StoredObject version : all(store, key)) {
            last = Math.max(last, number(version, key));
        }
        return last;
    }

    private static List<StoredObject> all(Store store, ObjectKey key) throws IOException {
        return store.list(key.collection(), key.name() + ".~", null, MOST);
    }

    /** 0 for what is no version. */
    private static int number(StoredObject version, ObjectKey key) {
        String rest = version.key().name().substring(key.name().length());
        return rest.matches("\\.~[0-9]{1,9}~") ? Integer.parseInt(rest.substring(2, rest.length() - 1)) : 0;
    }
}
