package org.xingvo.ingest.load;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.xingvo.ingest.collection.CollectionDescription;
import org.xingvo.ingest.collection.DescriptionYaml;
import org.xingvo.schemas.SkySql;
import org.xingvo.storage.CollectionId;

/**
 * Gives a collection another description in one transaction: a table is made beside the one that is there and filled,
 * then it takes its place, together with the rows of ObsCore and of TAP_SCHEMA. Whoever reads sees all of the old or all
 * of the new; whoever writes into the collection waits. What fails or is cut leaves the old one. Thread-safe.
 */
public final class DescriptionSwitch {
    private static final int PAGE = 500;

    /** Identity and place of a file stay; everything else of ObsCore is said anew. */
    private static final List<String> KEPT =
            List.of("dataset_id", "access_class", "access_path", "obs_collection", "obs_publisher_did");

    private final Catalogue catalogue;

    public DescriptionSwitch(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /**
     * A catalogued file.
     *
     * @param id of its dataset
     * @param path its name in the store
     */
    public record File(
            long id,
            String path,
            String publisherDid,
            String accessPath,
            int accessClass,
            String mediaType,
            long sizeBytes,
            byte[] sha256) {}

    /** Describes a file anew. */
    public interface Describing {
        /** The rows of a file in the collection as it will be. */
        EncodedDataset of(CollectionHandle collection, File file);
    }

    /** The number of files that were described anew. */
    public long run(CollectionHandle collection, CollectionDescription description, Describing describing) {
        CollectionHandle changed = new CollectionHandle(
                collection.id(), collection.storeId(), collection.name(), collection.accessClass(), description);
        return catalogue.transact("change collection " + collection.name(), connection -> {
            lock(connection, collection);
            String fresh = "archive.fresh_" + collection.name();
            execute(connection, CollectionTable.tableDdl(description, fresh));
            execute(connection, "create temp table fresh_obscore (like archive.obscore) on commit drop");
            long files = 0;
            long after = Long.MIN_VALUE;
            List<File> page;
            do {
                page = page(connection, collection.id(), after);
                List<EncodedDataset> rows = new ArrayList<>();
                for (File file : page) {
                    rows.add(describing.of(changed, file));
                    after = file.id();
                }
                fill(connection, description, fresh, rows);
                files += rows.size();
            } while (page.size() == PAGE);
            replace(connection, collection, description, fresh);
            return files;
        });
    }

    /** Nobody writes into the collection, nor changes it, until the end of the transaction. */
    private static void lock(Connection connection, CollectionHandle collection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select store_id from archive.collection where id = ? for update")) {
            statement.setInt(1, collection.id());
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()
                        || new CollectionId((int) row.getLong(1)).value()
                                != collection.storeId().value()) {
                    throw new SQLException("expected collection " + collection.name() + ", found it gone");
                }
            }
        }
    }

    private static List<File> page(Connection connection, int collection, long after) throws SQLException {
        String sql = """
                select d.id, d.path, d.publisher_did, o.access_path, d.access_class, d.media_type, d.size_bytes, d.sha256
                  from archive.dataset d
                  join archive.obscore o on o.dataset_id = d.id
                 where d.collection_id = ? and d.id > ?
                 order by d.id
                 limit ?
                """;
        List<File> page = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, collection);
            statement.setLong(2, after);
            statement.setInt(3, PAGE);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    page.add(new File(
                            row.getLong(1),
                            row.getString(2),
                            row.getString(3),
                            row.getString(4),
                            row.getInt(5),
                            row.getString(6),
                            row.getLong(7),
                            row.getBytes(8)));
                }
            }
        }
        return page;
    }

    private static void fill(
            Connection connection, CollectionDescription description, String table, List<EncodedDataset> rows)
            throws SQLException {
        if (!rows.isEmpty()) {
            Catalogue.copy(
                    connection,
                    "fresh_obscore",
                    RowEncoder.OBSCORE_COLUMNS,
                    rows.stream().map(EncodedDataset::obscore).toList());
            Catalogue.copy(
                    connection,
                    table,
                    CollectionTable.columns(description),
                    rows.stream().map(EncodedDataset::data).toList());
        }
    }

    private void replace(
            Connection connection, CollectionHandle collection, CollectionDescription description, String fresh)
            throws SQLException {
        String rows = CollectionTable.rows(collection.name());
        String said = Arrays.stream(RowEncoder.OBSCORE_COLUMNS.split(", *"))
                .filter(column -> !KEPT.contains(column))
                .map(column -> column + " = f." + column)
                .collect(Collectors.joining(", "));
        execute(
                connection,
                "update archive.obscore o set " + said + " from fresh_obscore f where o.dataset_id = f.dataset_id");
        try (Statement statement = connection.createStatement()) {
            CollectionTable.createIndexes(statement, description, fresh);
            statement.execute(SkySql.of(catalogue.dialect()).pointIndex(fresh, "ra", "dec"));
            statement.execute("analyze " + fresh);
            statement.execute(CollectionTable.reference(fresh));
            statement.execute("drop view data.\"" + collection.name() + "\"");
            statement.execute("drop table " + rows);
            statement.execute("alter table " + fresh + " rename to " + CollectionTable.bare(collection.name()));
            statement.execute(CollectionTable.viewDdl(description));
        }
        CollectionTable.republish(connection, description);
        String sql = "update archive.collection set title = ?, description = ?, facility = ?, mapping = ? where id = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, description.title());
            statement.setString(2, description.description());
            statement.setString(3, description.facility());
            statement.setString(4, DescriptionYaml.write(description));
            statement.setInt(5, collection.id());
            statement.executeUpdate();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
