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
            List.of("dataset_id", "access_path", "obs_collection", "obs_publisher_did");

    private final Catalogue catalogue;

    public DescriptionSwitch(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /**
     * A catalogued file.
     *
     * @param id of its dataset
     * @param path its name in the store
     * @param accessPath empty: it is superseded
     */
    public record File(
            long id,
            String path,
            String publisherDid,
            String accessPath,
            String mediaType,
            long sizeBytes,
            byte[] sha256) {

        /** True: another file took its place; it has no rows but that of its dataset. */
        public boolean superseded() {
            return accessPath.isEmpty();
        }
    }

    /** Describes a file anew. */
    public interface Describing {
        /** The rows of a file in the collection as it will be. */
        EncodedDataset of(CollectionHandle collection, File file);

        /** So many files will be described. */
        default void begin(long files) {}

        /** All files are described; their tables are being made. */
        default void described() {}
    }

    /** The number of files that were described anew. */
    public long run(CollectionHandle collection, CollectionDescription description, Describing describing) {
        // A class must be there for other connections before rows have it.
        AccessClasses.Classes said = catalogue.transact(
                "make an access class",
                connection -> AccessClasses.of(connection, description.access(), AccessClasses.Classes.UNSAID));
        return catalogue.transact("change collection " + collection.name(), connection -> {
            AccessClasses.Classes before = lock(connection, collection);
            Observations observations = new Observations(connection);
            observations.lock(collection.id());
            AccessClasses.Classes classes = said.equals(AccessClasses.Classes.UNSAID) ? before : said;
            CollectionHandle changed = new CollectionHandle(
                    collection.id(),
                    collection.storeId(),
                    collection.name(),
                    classes.collection(),
                    classes.store(),
                    collection.revision(),
                    description);
            String fresh = "archive.fresh_" + collection.name();
            execute(connection, CollectionTable.tableDdl(description, fresh));
            execute(connection, "create temp table fresh_obscore (like archive.obscore) on commit drop");
            execute(
                    connection,
                    "create temp table fresh_dataset (like archive.dataset including defaults) on commit drop");
            describing.begin(count(connection, collection.id()));
            long files = 0;
            long after = Long.MIN_VALUE;
            List<File> page;
            do {
                page = page(connection, collection.id(), after);
                List<EncodedDataset> rows = new ArrayList<>();
                List<EncodedDataset> superseded = new ArrayList<>();
                for (File file : page) {
                    (file.superseded() ? superseded : rows).add(describing.of(changed, file));
                    after = file.id();
                }
                fill(connection, description, fresh, rows);
                fillDatasets(connection, superseded);
                files += rows.size();
            } while (page.size() == PAGE);
            describing.described();
            replace(connection, changed, description, fresh);
            observations.settleAll(collection.id(), collection.name());
            // for what waited for the end of this
            execute(connection, "notify xingvo_ingest");
            return files;
        });
    }

    /** Nobody writes rows of the collection, nor changes it, until the end of the transaction; files may be put. */
    private static AccessClasses.Classes lock(Connection connection, CollectionHandle collection) throws SQLException {
        String sql =
                "select store_id, access_class, store_class from archive.collection where id = ? for no key update";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, collection.id());
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()
                        || new CollectionId((int) row.getLong(1)).value()
                                != collection.storeId().value()) {
                    throw new SQLException("expected collection " + collection.name() + ", found it gone");
                }
                return new AccessClasses.Classes(row.getInt(2), row.getObject(3, Integer.class));
            }
        }
    }

    private static long count(Connection connection, int collection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select count(*) from archive.dataset where collection_id = ?")) {
            statement.setInt(1, collection);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static List<File> page(Connection connection, int collection, long after) throws SQLException {
        String sql = """
                select d.id, d.path, d.publisher_did, coalesce(o.access_path, ''), d.media_type, d.size_bytes, d.sha256
                  from archive.dataset d
                  left join archive.obscore o on o.dataset_id = d.id
                 where d.collection_id = ? and d.id > ? and (o.dataset_id is not null or d.superseded is not null)
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
                            row.getString(5),
                            row.getLong(6),
                            row.getBytes(7)));
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
            fillDatasets(connection, rows);
        }
    }

    private static void fillDatasets(Connection connection, List<EncodedDataset> rows) throws SQLException {
        Catalogue.copy(
                connection,
                "fresh_dataset",
                RowEncoder.DATASET_COLUMNS,
                rows.stream().map(EncodedDataset::dataset).toList());
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
        execute(connection, """
                update archive.dataset d
                   set position_reason = f.position_reason, region_reason = f.region_reason,
                       time_reason = f.time_reason, access_class = f.access_class, access_reason = f.access_reason,
                       obs_key = f.obs_key
                  from fresh_dataset f
                 where d.id = f.id
                   and (d.position_reason, d.region_reason, d.time_reason, d.access_class, d.access_reason, d.obs_key)
                       is distinct from
                       (f.position_reason, f.region_reason, f.time_reason, f.access_class, f.access_reason, f.obs_key)
                """);
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
        CollectionTable.republish(connection, description, collection.accessClass());
        String sql = """
                update archive.collection
                   set title = ?, description = ?, facility = ?, mapping = ?, access_class = ?, store_class = ?
                 where id = ?
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, description.title());
            statement.setString(2, description.description());
            statement.setString(3, description.facility());
            statement.setString(4, DescriptionYaml.write(description));
            statement.setInt(5, collection.accessClass());
            statement.setObject(6, collection.readers(), java.sql.Types.INTEGER);
            statement.setInt(7, collection.id());
            statement.executeUpdate();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
