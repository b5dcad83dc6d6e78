package org.xingvo.server.xs;

import org.jspecify.annotations.Nullable;
import org.xingvo.dali.http.RequestPath;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.ObjectKey;

/**
 * What a URL below the mount names. Immutable.
 *
 * @param collection its name; null: the list of collections
 * @param name of the object, or with a directory the start of names; "" for the collection itself
 * @param directory the URL ends with a slash
 */
record Target(@Nullable String collection, String name, boolean directory) {

    /** @param uri the percent-encoded path of the request, from the mount on */
    static Target of(String uri) {
        String below = uri.substring(XsHandler.MOUNT.length());
        RequestPath path = RequestPath.parse(below);
        if (path.isRoot()) {
            return new Target(null, "", true);
        }
        boolean directory = below.endsWith("/");
        String name =
                String.join("/", path.segments().subList(1, path.segments().size()));
        return new Target(path.segments().getFirst(), directory && !name.isEmpty() ? name + "/" : name, directory);
    }

    ObjectKey key(CollectionId id) {
        return new ObjectKey(id, name);
    }

    /** The path of an object, percent-encoded, from the root of the server. */
    static String url(String collection, String name) {
        StringBuilder url = new StringBuilder(XsHandler.MOUNT).append('/').append(RequestPath.encode(collection));
        for (String segment : name.split("/", -1)) {
            url.append('/').append(RequestPath.encode(segment));
        }
        return url.toString();
    }
}
