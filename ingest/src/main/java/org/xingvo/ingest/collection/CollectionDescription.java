package org.xingvo.ingest.collection;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What people say of one collection, drafted by {@link LayoutGrouping}. Immutable. The form for people is
 * {@link DescriptionYaml}, its page docs/descriptions.md.
 *
 * @param name an SQL identifier in lower case; also the folder of the collection in every path and DID
 * @param title one line
 * @param description a paragraph; may be empty
 * @param provenance whose data they are
 * @param files which files belong to it
 * @param access who may see it
 * @param uniqueness what makes an observation unique
 * @param previews when pictures are made
 * @param obscore what is said of columns of ObsCore
 * @param columns in the order of the table; position and identity columns are always there and not listed
 */
public record CollectionDescription(
        String name,
        String title,
        String description,
        Provenance provenance,
        FileSelection files,
        Access access,
        Uniqueness uniqueness,
        Previews previews,
        ObsCoreMapping obscore,
        List<ColumnDescription> columns) {

    public CollectionDescription {
        columns = List.copyOf(columns);
        if (!SqlNames.isIdentifier(name)) {
            throw new IllegalArgumentException(
                    "collection name: expected a-z, then a-z 0-9 _, at most %d characters and no reserved word, found '%s'"
                            .formatted(SqlNames.MAX_COLLECTION_NAME, name));
        }
    }

    /** With everything that need not be said left unsaid. */
    public CollectionDescription(
            String name,
            String title,
            String description,
            @Nullable String facility,
            FileSelection.Membership membership,
            List<ColumnDescription> columns) {
        this(
                name,
                title,
                description,
                Provenance.of(facility),
                FileSelection.of(membership),
                Access.UNSAID,
                Uniqueness.PATH,
                Previews.LAZY,
                ObsCoreMapping.NONE,
                columns);
    }

    /** Name of the telescope; null: several or not known. */
    public @Nullable String facility() {
        return provenance.facility();
    }

    public FileSelection.Membership membership() {
        return files.membership();
    }
}
