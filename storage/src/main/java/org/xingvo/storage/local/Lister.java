package org.xingvo.storage.local;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.Listing;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.StoredObject;
import org.xingvo.storage.index.Index;
import org.xingvo.storage.index.IndexRecord;

/** Lists with a delimiter: behind a start that many names share it goes on at the first name without it. */
final class Lister {
    private static final int READ_AHEAD = 256;
    /** Greater than all that UTF-8 holds in a name behind a start. */
    private static final String LAST = "\uDBFF\uDFFF";

    private Lister() {}

    static Listing page(
            Index index, CollectionId collection, String prefix, String delimiter, @Nullable String after, int limit)
            throws IOException {
        List<StoredObject> objects = new ArrayList<>();
        List<String> prefixes = new ArrayList<>();
        String skip = after == null ? null : sharedStart(after, prefix, delimiter);
        String at = skip == null ? after : skip + LAST;
        while (true) {
            List<IndexRecord> some = index.list(collection, prefix, at, READ_AHEAD);
            for (IndexRecord entry : some) {
                StoredObject object = entry.object();
                String name = object.key().name();
                at = name;
                if (skip != null && name.startsWith(skip)) {
                    continue;
                }
                if (objects.size() + prefixes.size() == limit) {
                    return new Listing(objects, prefixes, last(objects, prefixes));
                }
                skip = sharedStart(name, prefix, delimiter);
                if (skip == null) {
                    objects.add(object);
                } else {
                    prefixes.add(skip);
                    at = skip + LAST;
                    break;
                }
            }
            if (some.isEmpty()) {
                return new Listing(objects, prefixes, null);
            }
        }
    }

    /** The name up to its first delimiter behind the prefix; null if there is none. */
    private static @Nullable String sharedStart(String name, String prefix, String delimiter) {
        int cut =
                delimiter.isEmpty() || name.length() < prefix.length() ? -1 : name.indexOf(delimiter, prefix.length());
        return cut < 0 ? null : name.substring(0, cut + delimiter.length());
    }

    private static String last(List<StoredObject> objects, List<String> prefixes) {
        String object = objects.isEmpty() ? "" : objects.getLast().key().name();
        String start = prefixes.isEmpty() ? "" : prefixes.getLast();
        return ObjectKey.compareNames(object, start) > 0 ? object : start;
    }
}
