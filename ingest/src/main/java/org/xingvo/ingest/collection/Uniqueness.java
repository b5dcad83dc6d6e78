package org.xingvo.ingest.collection;

import java.util.List;

/**
 * What makes an observation unique: two files of a collection with the same key are two versions of one. Immutable.
 *
 * @param of names of columns, or expressions; empty: the path of the file
 */
public record Uniqueness(List<String> of) {
    public static final Uniqueness PATH = new Uniqueness(List.of());

    public Uniqueness {
        of = List.copyOf(of);
    }

    public boolean isPath() {
        return of.isEmpty();
    }
}
