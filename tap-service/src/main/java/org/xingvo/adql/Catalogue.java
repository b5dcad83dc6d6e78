package org.xingvo.adql;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What can be queried. Immutable; whoever changes TAP_SCHEMA makes a new one. Holds the tables of all callers;
 * the compiler looks only at those whose class the caller sees.
 */
public interface Catalogue {
    /** All tables, in no particular order. */
    Collection<TableDescription> tables();

    /**
     * The tables that a name can mean. A name that was written without quotes is compared without regard to case,
     * a delimited one exactly.
     *
     * @param schema null: any schema
     */
    List<TableDescription> find(@Nullable Name schema, Name table);

    /** This catalogue and some more tables, such as a query's uploads; theirs win over equal names. */
    Catalogue with(Collection<TableDescription> more);

    static Catalogue of(Collection<TableDescription> tables) {
        return new IndexedCatalogue(List.copyOf(tables), null);
    }

    /**
     * An identifier as written.
     *
     * @param text without quotes
     * @param delimited it stood in double quotes, so case matters
     */
    record Name(String text, boolean delimited) {
        public boolean matches(String declared) {
            return delimited ? text.equals(declared) : text.equalsIgnoreCase(declared);
        }
    }
}
