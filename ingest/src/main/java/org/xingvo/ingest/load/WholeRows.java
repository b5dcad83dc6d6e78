package org.xingvo.ingest.load;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Whether the catalogue has all rows of a dataset or none. Thread-safe. */
public final class WholeRows {
    private static final int TOLD = 20;

    private final Catalogue catalogue;

    public WholeRows(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** Number of datasets whose path begins so. */
    public long countBelow(String prefix) {
        return catalogue.transact("count datasets", connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("select count(*) from archive.dataset where starts_with(path, ?)")) {
                statement.setString(1, prefix);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            }
        });
    }

    /** The first datasets that lack a row somewhere, in words; empty when all are whole. */
    public List<String> halves() {
        List<CollectionHandle> collections = catalogue.collections();
        return catalogue.transact("look for half rows", connection -> {
            List<String> found = new ArrayList<>();
            ask(connection, found, "no ObsCore row", """
                    select d.path from archive.dataset d
                     where d.superseded is null
                       and not exists (select from archive.obscore o where o.dataset_id = d.id) limit 20
                    """);
            ask(connection, found, "no header", """
                    select d.path from archive.dataset d
                     where d.superseded is null
                       and not exists (select from archive.hdu h where h.dataset_id = d.id and h.hdu = 0) limit 20
                    """);
            ask(connection, found, "a header is missing", """
                    select d.path from archive.dataset d join archive.hdu h on h.dataset_id = d.id
                     group by d.id, d.path having max(h.hdu) + 1 <> count(*) limit 20
                    """);
            for (CollectionHandle collection : collections) {
                String table = CollectionTable.rows(collection.name());
                ask(
                        connection,
                        found,
                        "no row in " + table,
                        "select d.path from archive.dataset d where d.collection_id = " + collection.id()
                                + " and d.superseded is null and not exists (select from " + table
                                + " t where t.dataset_id = d.id) limit 20");
            }
            return found.subList(0, Math.min(found.size(), TOLD));
        });
    }

    private static void ask(Connection connection, List<String> found, String what, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                found.add(row.getString(1) + ": " + what);
            }
        }
    }
}
