package org.xingvo.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.schemas.cluster.DatabaseUnavailable;

/**
 * Brings a database up to date: the numbered DDL, the extension for sky geometry, our functions on top of it, and the
 * role that runs users' queries. Safe to repeat and to run from several servers at once. Thread-safe.
 *
 * <p>Users' queries run as {@link #READER}, which reads the schemas tap_schema, ivoa, data, xing and space and nothing in
 * archive: the views in those schemas run with their owner's rights.
 */
public final class Migrations {
    /** The role of users' queries. A role belongs to the whole cluster: several archives share it harmlessly. */
    public static final String READER = "xingvo_reader";

    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);
    private static final long LOCK = 0x58696e67564fL;
    private static final String DIALECT = "sky.dialect";

    private Migrations() {}

    /**
     * Migrates and says which geometry the database has from now on.
     *
     * @param owner of the database; superuser or owner of everything in it
     * @throws DatabaseUnavailable what is asked for cannot be had
     */
    public static SkyDialect migrate(DataSource owner, Preference preference) {
        try (Connection connection = owner.getConnection()) {
            execute(connection, "select pg_advisory_lock(" + LOCK + ")");
            try {
                applyNumberedSteps(owner);
                SkyDialect dialect = installGeometry(connection, preference);
                grantReading(connection);
                return dialect;
            } finally {
                execute(connection, "select pg_advisory_unlock(" + LOCK + ")");
            }
        } catch (SQLException | FlywayException e) {
            throw new DatabaseUnavailable(
                    "The database's schema cannot be brought up to date (" + firstLine(e)
                            + "): see the log, and give an owner of the whole database with --db.",
                    e);
        }
    }

    private static void applyNumberedSteps(DataSource owner) {
        steps(owner).load().migrate();
    }

    private static FluentConfiguration steps(DataSource owner) {
        return Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(owner)
                .locations("classpath:sql")
                .schemas("migrations")
                .outOfOrder(true) // steps made side by side do not depend on each other
                .loggers("slf4j");
    }

    /**
     * Drops everything and makes the schema of an earlier migration, for rows of that time; {@link #migrate} takes it on
     * from there.
     *
     * @param migration number of the last one to apply
     */
    public static void startOver(DataSource owner, String migration) {
        try (Connection connection = owner.getConnection()) {
            execute(connection, "drop schema archive, tap_schema, ivoa, data, xing, space, sky, migrations cascade");
            steps(owner).target(migration).load().migrate();
            installGeometry(connection, Preference.AUTO);
        } catch (SQLException | FlywayException e) {
            throw new DatabaseUnavailable(
                    "The schema of migration " + migration + " cannot be made (" + firstLine(e) + ").", e);
        }
    }

    private static SkyDialect installGeometry(Connection connection, Preference preference) throws SQLException {
        Optional<SkyDialect> before = setting(connection, DIALECT).map(SkyDialect::valueOf);
        SkyDialect dialect = switch (preference) {
            case CUBE -> SkyDialect.CUBE;
            case PGSPHERE -> SkyDialect.PGSPHERE;
            case AUTO -> before.orElse(SkyDialect.PGSPHERE);
        };
        if (dialect == SkyDialect.PGSPHERE) {
            switch (PgSphere.install(connection)) {
                case PgSphere.Ready(String note) -> {
                    if (note != null) {
                        LOG.info("Sky geometry: {}", note);
                    }
                }
                case PgSphere.Missing(String reason) -> {
                    if (preference == Preference.PGSPHERE || before.isPresent()) {
                        throw new DatabaseUnavailable("pgSphere is wanted and cannot be had (" + reason
                                + "): install the package postgresql-<version>-pgsphere on the database's machine.");
                    }
                    LOG.info("Sky geometry: cube, because {}", reason);
                    dialect = SkyDialect.CUBE;
                }
            }
        }
        execute(connection, "create extension if not exists cube schema public");
        connection.setAutoCommit(false);
        try {
            List<String> indexes = before.isPresent() && before.get() != dialect ? dropGeometry(connection) : List.of();
            applySkyScript(connection, dialect);
            for (String index : indexes) {
                execute(connection, index);
            }
            remember(connection, DIALECT, dialect.name());
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
        return dialect;
    }

    /** Removes the functions of the other geometry, whose types differ, and returns how their indexes are made. */
    private static List<String> dropGeometry(Connection connection) throws SQLException {
        String using = """
                select distinct pg_get_indexdef(d.objid) from pg_depend d
                  join pg_class c on c.oid = d.objid and c.relkind = 'i'
                  join pg_proc p on p.oid = d.refobjid and p.pronamespace = 'sky'::regnamespace
                 where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_proc'::regclass
                """;
        List<String> indexes = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(using)) {
            while (rows.next()) {
                indexes.add(rows.getString(1));
            }
        }
        LOG.info("Sky geometry changes: {} indexes are made again", indexes.size());
        execute(connection, "drop schema sky cascade");
        return indexes;
    }

    private static void applySkyScript(Connection connection, SkyDialect dialect) throws SQLException {
        execute(connection, "create schema if not exists sky");
        String name = "sky.functions";
        StringBuilder script = new StringBuilder();
        for (String part : SkySql.of(dialect).scripts()) {
            script.append(resource(part));
        }
        String digest = sha256(script.toString());
        if (setting(connection, name).filter(digest::equals).isPresent()) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(script.toString());
        }
        remember(connection, name, digest);
    }

    private static void makeReader(Connection connection) throws SQLException {
        execute(connection, """
                do $$ begin
                    if not exists (select from pg_roles where rolname = 'xingvo_reader') then
                        create role xingvo_reader nologin;
                    end if;
                exception when duplicate_object or unique_violation then null; -- another database's migration
                end $$""");
        // An owner that is no superuser may be the role's administrator without being allowed to become it.
        execute(connection, """
                do $$ begin
                    set local role xingvo_reader;
                    reset role;
                exception when insufficient_privilege then
                    execute format('grant xingvo_reader to %I', current_user);
                end $$""");
    }

    private static void grantReading(Connection connection) throws SQLException {
        try {
            makeReader(connection);
        } catch (SQLException e) {
            throw new DatabaseUnavailable(
                    "The role " + READER + " of users' queries cannot be made (" + firstLine(e)
                            + "): let a superuser run 'create role " + READER + " nologin; grant " + READER
                            + " to OWNER' once in this cluster.",
                    e);
        }
        execute(connection, "revoke create on schema public from public");
        execute(connection, "grant usage on schema tap_schema, ivoa, data, xing, space, sky to xingvo_reader");
        execute(
                connection,
                "grant select on all tables in schema tap_schema, ivoa, data, xing, space to xingvo_reader");
        execute(
                connection,
                "alter default privileges in schema tap_schema, ivoa, data, xing, space grant select on tables to"
                        + " xingvo_reader");
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private static Optional<String> setting(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select value from archive.setting where name = ?")) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        }
    }

    private static void remember(Connection connection, String name, String value) throws SQLException {
        String upsert = """
                insert into archive.setting (name, value) values (?, ?)
                on conflict (name) do update set value = excluded.value
                """;
        try (PreparedStatement statement = connection.prepareStatement(upsert)) {
            statement.setString(1, name);
            statement.setString(2, value);
            statement.executeUpdate();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String resource(String name) {
        try (InputStream stream = Migrations.class.getClassLoader().getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("resource " + name + " is missing");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
