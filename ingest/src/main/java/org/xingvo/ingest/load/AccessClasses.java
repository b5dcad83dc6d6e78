package org.xingvo.ingest.load;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.collection.Access;
import org.xingvo.ingest.collection.Access.Embargo;
import org.xingvo.ingest.collection.Access.Readers;
import org.xingvo.ingest.obscore.Observation;
import org.xingvo.schemas.AccessClass;

/**
 * The classes that a description's access means. A class may open to everybody at the start of a day; who asks which
 * classes a caller sees compares that with the clock, so an embargo ends on time without anything being written.
 * Thread-safe.
 */
public final class AccessClasses {
    private static final long MJD_OF_EPOCH = 40_587;

    private final Catalogue catalogue;
    private final Map<Opening, Integer> openings = new ConcurrentHashMap<>();

    private record Opening(int readers, LocalDate day) {}

    /**
     * Who may see a file.
     *
     * @param reason why it stays closed although its collection opens file by file; null: it does not
     */
    public record Assigned(int accessClass, @Nullable String reason) {
        /** A class that needs no reason. */
        public static Assigned to(int accessClass) {
            return new Assigned(accessClass, null);
        }
    }

    /**
     * What a description's access means for a collection.
     *
     * @param collection class of the collection and its description in TAP_SCHEMA
     * @param store class of those who may read all of its bytes; null: the same
     */
    record Classes(int collection, @Nullable Integer store) {
        static final Classes UNSAID = new Classes(-1, null);
    }

    public AccessClasses(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /**
     * The class of one file.
     *
     * @param observation for an embargo that begins with it
     */
    public Assigned of(CollectionHandle collection, Observation observation) {
        Integer readers = collection.readers();
        if (readers == null
                || collection.description() == null
                || !(collection.description().access().embargo() instanceof Embargo.AfterObservation(Period period))) {
            return Assigned.to(collection.accessClass());
        }
        LocalDate day = opensOn(observation, period);
        if (day == null) {
            return new Assigned(
                    readers,
                    "embargo-without-date: time: expected an end of the observation for the embargo of " + period
                            + " to count from, found none; closed until there is one");
        }
        return Assigned.to(
                day.isAfter(LocalDate.now(ZoneOffset.UTC))
                        ? openings.computeIfAbsent(
                                new Opening(readers, day),
                                opening -> catalogue.transact(
                                        "make an access class", connection -> opening(connection, readers, day)))
                        : AccessClass.PUBLIC);
    }

    /** The day from which everybody may see it: the one after the end of the period; null: it has no date. */
    static @Nullable LocalDate opensOn(Observation observation, Period period) {
        Double end = observation.tMax() == null ? observation.tMin() : observation.tMax();
        if (end == null || !(Math.abs(end) < 1e6)) {
            return null;
        }
        return LocalDate.ofEpochDay((long) Math.floor(end) - MJD_OF_EPOCH)
                .plus(period)
                .plusDays(1);
    }

    /**
     * The classes of a collection.
     *
     * @param otherwise when the description does not say
     */
    static Classes of(Connection connection, Access access, Classes otherwise) throws SQLException {
        if (access.readers() == null && access.embargo() instanceof Embargo.None) {
            return otherwise;
        }
        int readers = switch (access.readers()) {
            case Readers.Only(String owner, List<String> groups) -> id(connection, owner, groups, null);
            case Readers.Everybody() when access.embargo() instanceof Embargo.None -> AccessClass.PUBLIC;
            // during an embargo nobody but operators
            case Readers.Everybody() -> id(connection, null, List.of(), null);
            case null -> id(connection, null, List.of(), null);
        };
        return switch (access.embargo()) {
            case Embargo.None() -> new Classes(readers, null);
            case Embargo.Until(LocalDate day) ->
                new Classes(
                        day.isAfter(LocalDate.now(ZoneOffset.UTC))
                                ? opening(connection, readers, day)
                                : AccessClass.PUBLIC,
                        null);
            case Embargo.AfterObservation(Period period) -> new Classes(AccessClass.PUBLIC, readers);
        };
    }

    private static int opening(Connection connection, int readers, LocalDate day) throws SQLException {
        String sql = "select owner, read_groups from archive.access_class where id = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, readers);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return id(
                        connection,
                        row.getString(1),
                        List.of((String[]) row.getArray(2).getArray()),
                        day);
            }
        }
    }

    /** The class of these readers, made if there is none yet. */
    private static int id(Connection connection, @Nullable String owner, List<String> groups, @Nullable LocalDate day)
            throws SQLException {
        OffsetDateTime opens = day == null ? null : day.atStartOfDay().atOffset(ZoneOffset.UTC);
        String make = """
                insert into archive.access_class (is_public, owner, read_groups, opens) values (false, ?, ?, ?)
                on conflict do nothing
                """;
        String find = """
                select id from archive.access_class
                 where not is_public and coalesce(owner, '') = coalesce(?, '') and read_groups = ?
                       and opens is not distinct from ?
                """;
        while (true) {
            for (String sql : List.of(find, make)) {
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                    statement.setString(1, owner);
                    statement.setArray(2, connection.createArrayOf("text", new TreeSet<>(groups).toArray()));
                    statement.setObject(3, opens, java.sql.Types.TIMESTAMP_WITH_TIMEZONE);
                    if (sql.equals(make)) {
                        statement.executeUpdate();
                    } else {
                        try (ResultSet row = statement.executeQuery()) {
                            if (row.next()) {
                                return row.getInt(1);
                            }
                        }
                    }
                }
            }
        }
    }

    /**
     * Moves the rows of classes that are open by now to the public class, and forgets classes that were open for a week.
     * Changes nothing of what anybody sees.
     *
     * @return the number of files
     */
    public long release() {
        return catalogue.transact("release what is open by now", connection -> {
            String open = "select id from archive.access_class where opens <= now()";
            long files = 0;
            if (!isAny(connection, open)) {
                return files;
            }
            for (String table : tables(connection)) {
                int changed = update(
                        connection, "update " + table + " set access_class = 0 where access_class in (" + open + ")");
                files += table.equals("archive.dataset") ? changed : 0;
            }
            update(connection, """
                    delete from archive.access_class c
                     where opens <= now() - interval '7 days'
                       and not exists (select 1 from archive.dataset d where d.access_class = c.id)
                       and not exists (select 1 from archive.collection d where c.id in (d.access_class, d.store_class))
                       and not exists (select 1 from archive.node n where n.access_class = c.id)
                    """);
            return files;
        });
    }

    /** Looks into small indexes only: most of the time there is nothing to do. */
    private static boolean isAny(Connection connection, String open) throws SQLException {
        String sql = "select exists (select from archive.dataset where access_class <> 0 and access_class in (" + open
                + ")) or exists (select from archive.collection where access_class in (" + open
                + ") or store_class in (" + open + "))";
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getBoolean(1);
        }
    }

    /** Every table with rows that have a class. */
    private static List<String> tables(Connection connection) throws SQLException {
        String sql = """
                select n.nspname || '.' || quote_ident(t.relname)
                  from pg_attribute a
                  join pg_class t on t.oid = a.attrelid
                  join pg_namespace n on n.oid = t.relnamespace
                 where a.attname = 'access_class' and t.relkind = 'r' and n.nspname in ('archive', 'tap_schema')
                 order by 1
                """;
        List<String> tables = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                tables.add(row.getString(1));
            }
        }
        return tables;
    }

    private static int update(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            return statement.executeUpdate();
        }
    }
}
