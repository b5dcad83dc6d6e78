package org.xingvo.tap;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import javax.sql.DataSource;

/**
 * A small archive in SQL: the public collection "survey" of {@value #PUBLIC} spectra and images with a table of its own,
 * and the private one "secret" of {@value #PRIVATE}.
 */
final class Samples {
    static final int PUBLIC = 400;
    static final int PRIVATE = 7;
    static final String AUTHORITY = "ivo://xingvo.test/archive?";

    private Samples() {}

    /** @param privateClass class of the private collection and of all its rows */
    static void insert(DataSource owner, int privateClass) throws SQLException {
        try (Connection connection = owner.getConnection()) {
            connection.setAutoCommit(false);
            collection(connection, "survey", 1, 0);
            collection(connection, "secret", 2, privateClass);
            Random random = new Random(20261122);
            for (int i = 0; i < PUBLIC; i++) {
                dataset(connection, "survey", i, 0, random);
            }
            for (int i = 0; i < PRIVATE; i++) {
                dataset(connection, "secret", i, privateClass, random);
            }
            try (Statement statement = connection.createStatement()) {
                statement.execute("""
                        insert into archive.reject (run, source, reason, detail)
                        values (1, 'a/broken.fits', 'not-fits', 'a/broken.fits: expected SIMPLE, found text')
                        """);
            }
            connection.commit();
        }
    }

    /** Puts another table in the place of data.moving, in one transaction and without a notice. */
    static void replaceMoving(DataSource owner, String ra, String type, String datatype) throws SQLException {
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            dropMoving(statement);
            statement.execute("create table data.moving (" + ra + " double precision, dec double precision, serial "
                    + type + ", access_class integer default 0)");
            statement.execute("insert into data.moving values (10, 0, 7)");
            statement.execute("insert into tap_schema.tables (schema_name, table_name, table_type)"
                    + " values ('data', 'data.moving', 'table')");
            statement.execute("""
                    insert into tap_schema.columns
                           (table_name, column_name, datatype, unit, ucd, principal, column_index, access_class)
                    values ('data.moving', '%s', 'double', 'deg', 'pos.eq.ra;meta.main', 1, 1, 0),
                           ('data.moving', 'dec', 'double', 'deg', 'pos.eq.dec;meta.main', 1, 2, 0),
                           ('data.moving', 'serial', '%s', null, null, 1, 3, 0)
                    """.formatted(ra, datatype));
            connection.commit();
            connection.setAutoCommit(true);
        }
    }

    static void dropMoving(DataSource owner) throws SQLException {
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            dropMoving(statement);
        }
    }

    private static void dropMoving(Statement statement) throws SQLException {
        statement.execute("drop table if exists data.moving");
        statement.execute("delete from tap_schema.columns where table_name = 'data.moving'");
        statement.execute("delete from tap_schema.tables where table_name = 'data.moving'");
    }

    private static void collection(Connection connection, String name, int storeId, int accessClass)
            throws SQLException {
        String table = "data." + name;
        try (Statement statement = connection.createStatement()) {
            statement.execute("""
                    create table %s (obs_publisher_did text not null, ra double precision, dec double precision,
                        obsid bigint, class text, z real, "date-obs" text, seqno smallint, done boolean,
                        access_class integer not null)
                    """.formatted(table));
            statement.execute("""
                    insert into tap_schema.tables (schema_name, table_name, table_type, description, access_class)
                    values ('data', '%s', 'table', 'A %s of spectra', %d)
                    """.formatted(table, name, accessClass));
            String[] columns = {
                "obs_publisher_did|char|*||meta.ref.ivoid|1",
                "ra|double||deg|pos.eq.ra;meta.main|1",
                "dec|double||deg|pos.eq.dec;meta.main|1",
                "obsid|long|||meta.id|0",
                "class|unicodeChar|*||src.class|1",
                "z|float|||src.redshift|1",
                "\"date-obs\"|char|*||time.start|0",
                "seqno|short||||0",
                "done|boolean||||0"
            };
            for (int i = 0; i < columns.length; i++) {
                String[] c = columns[i].split("\\|", -1);
                try (PreparedStatement insert = connection.prepareStatement("""
                        insert into tap_schema.columns (table_name, column_name, datatype, arraysize, unit, ucd,
                               principal, column_index, access_class, description)
                        values (?, ?, ?, nullif(?, ''), nullif(?, ''), nullif(?, ''), ?, ?, ?, 'From the header')
                        """)) {
                    insert.setString(1, table);
                    insert.setString(2, c[0]);
                    insert.setString(3, c[1]);
                    insert.setString(4, c[2]);
                    insert.setString(5, c[3]);
                    insert.setString(6, c[4]);
                    insert.setInt(7, Integer.parseInt(c[5]));
                    insert.setInt(8, i);
                    insert.setInt(9, accessClass);
                    insert.execute();
                }
            }
            statement.execute("""
                    insert into archive.card_layout
                    values ('00000000-0000-0000-0000-000000000001', '{SIMPLE,OBJECT}', '{"a \\"standard\\" file",null}', '{f,f}')
                    on conflict do nothing
                    """);
            statement.execute("""
                    insert into archive.collection (name, store_id, title, table_name, access_class)
                    values ('%s', %d, 'The %s', '%s', %d)
                    """.formatted(name, storeId, name, table, accessClass));
            statement.execute("""
                    insert into tap_schema.keys (key_id, from_table, target_table, access_class)
                    values ('data_%1$s_obscore', 'data.%1$s', 'ivoa.obscore', %2$d)
                    """.formatted(name, accessClass));
            statement.execute("""
                    insert into tap_schema.key_columns (key_id, from_column, target_column, access_class)
                    values ('data_%1$s_obscore', 'obs_publisher_did', 'obs_publisher_did', %2$d)
                    """.formatted(name, accessClass));
        }
    }

    private static void dataset(Connection connection, String collection, int i, int accessClass, Random random)
            throws SQLException {
        String path = "plate%d/%s-%04d.fits".formatted(i % 5, collection, i);
        String did = AUTHORITY + collection + "/" + path;
        boolean positioned = i % 50 != 49;
        double ra = random.nextDouble() * 360;
        double dec = Math.toDegrees(Math.asin(random.nextDouble() * 2 - 1));
        boolean image = i % 4 == 0;
        try (PreparedStatement insert = connection.prepareStatement("""
                with d as (
                    insert into archive.dataset (collection_id, path, publisher_did, size_bytes, media_type, sha256,
                           access_class)
                    select id, ?, ?, 28800, 'application/fits', sha256('x'), ? from archive.collection where name = ?
                    returning id, publisher_did),
                h as (
                    insert into archive.hdu (dataset_id, hdu, kind, layout, texts)
                    select id, 0, 'image', '00000000-0000-0000-0000-000000000001', U&'T\\001F' || ? || U&'\\001F'
                      from d),
                o as (
                    insert into archive.obscore (dataset_id, access_class, access_path, dataproduct_type, calib_level,
                           obs_collection, obs_id, obs_publisher_did, access_format, access_estsize, obs_title,
                           target_name, s_ra, s_dec, s_region, t_min, em_min, em_max, facility_name)
                    select id, ?, '/files/' || ?, ?, 2, ?, ?, publisher_did, 'application/fits', 29, 'A spectrum, α',
                           ?, ?, ?, ?, 56000.5 + ?, 3.7e-7, 9.1e-7, 'LAMOST' from d)
                insert into data.%s select publisher_did, ?, ?, ?, 'STAR', 0.1, '2012-01-02T03:04:05', 3, true, ? from d
                """.formatted(collection))) {
            Double raOrNone = positioned ? ra : null;
            Double decOrNone = positioned ? dec : null;
            int n = 0;
            insert.setString(++n, path);
            insert.setString(++n, did);
            insert.setInt(++n, accessClass);
            insert.setString(++n, collection);
            insert.setString(++n, "target " + i);
            insert.setInt(++n, accessClass);
            insert.setString(++n, collection + "/" + path);
            insert.setString(++n, image ? "image" : "spectrum");
            insert.setString(++n, collection);
            insert.setString(++n, "obs-" + i);
            insert.setString(++n, "target " + i);
            insert.setObject(++n, raOrNone, java.sql.Types.DOUBLE);
            insert.setObject(++n, decOrNone, java.sql.Types.DOUBLE);
            insert.setArray(++n, positioned ? connection.createArrayOf("float8", region(ra, dec, image)) : null);
            insert.setInt(++n, i);
            insert.setObject(++n, raOrNone, java.sql.Types.DOUBLE);
            insert.setObject(++n, decOrNone, java.sql.Types.DOUBLE);
            insert.setLong(++n, 100_000_000_000L + i);
            insert.setInt(++n, accessClass);
            insert.execute();
        }
    }

    private static Double[] region(double ra, double dec, boolean image) {
        return image
                ? new Double[] {ra, dec, ra + 0.1, dec, ra + 0.1, Math.min(90, dec + 0.1)}
                : new Double[] {ra, dec, 0.0005};
    }
}
