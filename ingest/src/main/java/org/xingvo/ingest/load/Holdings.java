package org.xingvo.ingest.load;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.storage.CollectionId;

/** What the catalogue believes that the store holds, and corrections of it. Thread-safe. */
public final class Holdings {
    private static final int FETCH_ROWS = 1000;

    private final Catalogue catalogue;

    public Holdings(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /**
     * A collection with bytes.
     *
     * @param catalogued files in it get rows; false: the user area, whose files are known by their nodes
     */
    public record Shelf(int id, CollectionId storeId, String name, int accessClass, boolean catalogued) {}

    /**
     * A file that the catalogue knows.
     *
     * @param name of the bytes in the store
     * @param sha256 of the bytes; not to be changed by the receiver; null: not known
     * @param path for people
     */
    public record Known(String name, byte @Nullable [] sha256, String path) {}

    /** Receives files in byte order of their names. */
    public interface Receiver {
        void file(Known file);
    }

    /** A file that waits for its headers to be read. */
    public record Waiting(String name, String accessPath, String publisherDid) {}

    public List<Shelf> shelves() {
        return catalogue.transact("read the collections", connection -> {
            List<Shelf> shelves = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement(
                            "select id, store_id, name, coalesce(store_class, access_class), mapping <> '' from archive.collection order by id");
                    ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    shelves.add(new Shelf(
                            row.getInt(1),
                            new CollectionId((int) row.getLong(2)),
                            row.getString(3),
                            row.getInt(4),
                            row.getBoolean(5)));
                }
            }
            return shelves;
        });
    }

    /** Every file of a collection; memory does not grow with their number. */
    public void files(Shelf shelf, Receiver receiver) {
        String datasets = """
                select path, sha256, '%s/' || path from archive.dataset where collection_id = ? order by path
                """.formatted(shelf.name().replace("'", "''"));
        String nodes = """
                select store_path collate "C", sha256, owner || ': ' || name from archive.node
                 where store_path is not null and ? > 0 order by 1
                """;
        catalogue.transact("read the files of " + shelf.name(), connection -> {
            try (PreparedStatement statement = connection.prepareStatement(shelf.catalogued() ? datasets : nodes)) {
                statement.setFetchSize(FETCH_ROWS);
                statement.setInt(1, shelf.id());
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        receiver.file(new Known(row.getString(1), row.getBytes(2), row.getString(3)));
                    }
                }
            }
            return null;
        });
    }

    /** Files to be described; what waits already does not wait twice. */
    public void queue(Shelf shelf, List<Waiting> files) {
        catalogue.transact("queue files", connection -> {
            insert(connection, shelf, files);
            return null;
        });
    }

    private static void insert(Connection connection, Shelf shelf, List<Waiting> files) throws SQLException {
        String sql = """
                insert into archive.ingest_queue (collection_id, path, access_path, publisher_did, access_class)
                select ?, ?, ?, ?, ?
                 where not exists (select from archive.ingest_queue where collection_id = ? and path = ?)
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Waiting file : files) {
                statement.setInt(1, shelf.id());
                statement.setString(2, file.name());
                statement.setString(3, file.accessPath());
                statement.setString(4, file.publisherDid());
                statement.setInt(5, shelf.accessClass());
                statement.setInt(6, shelf.id());
                statement.setString(7, file.name());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** Rows of xing.rejects, for the operator. */
    public void report(long run, Shelf shelf, List<Reject> rejects) {
        catalogue.transact("report files", connection -> {
            Catalogue.insertRejects(connection, run, rejects, shelf.accessClass());
            return null;
        });
    }
}
