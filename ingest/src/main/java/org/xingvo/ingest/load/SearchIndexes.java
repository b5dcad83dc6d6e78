package org.xingvo.ingest.load;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.xingvo.schemas.SkySql;

/** The spatial indexes and statistics that queries want of tables that were filled. One thread at a time. */
final class SearchIndexes {
    /** Tables side by side: a spatial index keeps a processor busy. */
    private static final int AT_ONCE = 2;

    private final Catalogue catalogue;

    private interface Indexing {
        void with(Connection connection) throws SQLException;
    }

    SearchIndexes(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** One transaction a table. */
    void make(Collection<CollectionHandle> touched) {
        SkySql sky = SkySql.of(catalogue.dialect());
        List<Runnable> works = new ArrayList<>();
        works.add(() -> table("archive.obscore", connection -> {
            index(connection, "obscore", "point", sky.pointIndex("archive.obscore", "s_ra", "s_dec"));
            index(connection, "obscore", "region_box", sky.regionIndex("archive.obscore", "s_region"));
        }));
        for (CollectionHandle collection : touched) {
            String name = collection.name();
            String rows = CollectionTable.rows(name);
            works.add(() -> table(
                    rows,
                    connection ->
                            index(connection, CollectionTable.bare(name), "point", sky.pointIndex(rows, "ra", "dec"))));
        }
        works.add(() -> table("archive.dataset", connection -> {}));
        // The cards' texts are long, and no plan asks for their statistics.
        works.add(() -> table("archive.hdu (dataset_id, hdu, kind, extname)", connection -> {}));
        Concurrently.run(works, AT_ONCE);
    }

    private void table(String table, Indexing indexes) {
        catalogue.transact("make indexes of " + table, connection -> {
            indexes.with(connection);
            try (Statement statement = connection.createStatement()) {
                statement.execute("analyze " + table);
            }
            return null;
        });
    }

    /** Makes a spatial index unless the table has one on that function. */
    private static void index(Connection connection, String table, String function, String ddl) throws SQLException {
        String sql = """
                select 1 from pg_indexes where schemaname = 'archive' and tablename = ? and strpos(indexdef, ?) > 0
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table);
            statement.setString(2, "sky." + function + "(");
            try (ResultSet row = statement.executeQuery()) {
                if (row.next()) {
                    return;
                }
            }
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(ddl);
        }
    }
}
