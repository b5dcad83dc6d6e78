package org.xingvo.tap.space;

import java.util.List;
import java.util.OptionalInt;
import org.xingvo.dali.auth.Caller;

/** Which tables of files a caller may ask now; whoever keeps the files knows. Thread-safe. */
public interface CallersTables {
    /** Nobody may ask any. */
    CallersTables NONE = new CallersTables() {
        @Override
        public OptionalInt find(Caller caller, String name) {
            return OptionalInt.empty();
        }

        @Override
        public List<Listed> list(Caller caller) {
            return List.of();
        }
    };

    /**
     * The number of a table.
     *
     * @param name as it stands in a query behind the schema, without quotes
     * @return empty: there is none, or none that the caller may read; nobody can tell which
     */
    OptionalInt find(Caller caller, String name);

    /** All that the caller may read, in order; not more than are good to be shown at once. */
    List<Listed> list(Caller caller);

    /**
     * A table.
     *
     * @param name in a query, with its schema
     */
    record Listed(int number, String name) {}
}
