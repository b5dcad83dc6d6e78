package org.xingvo.server.cli;

/**
 * A place in a store as a command line names it: COLLECTION, or COLLECTION/PATH. Immutable.
 *
 * @param path without slashes in front; "" for the collection itself
 */
record Remote(String collection, String path) {
    static Remote of(String text) {
        int slash = text.indexOf('/');
        String collection = slash < 0 ? text : text.substring(0, slash);
        if (collection.isEmpty()) {
            throw new Failure("'" + text + "': expected COLLECTION or COLLECTION/PATH.");
        }
        return new Remote(collection, slash < 0 ? "" : text.substring(slash + 1));
    }

    /** The start of the names below, with a slash at its end unless it is empty. */
    String prefix() {
        return path.isEmpty() || path.endsWith("/") ? path : path + "/";
    }

    @Override
    public String toString() {
        return path.isEmpty() ? collection : collection + "/" + path;
    }
}
