package org.xingvo.dali.auth;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.xingvo.schemas.AccessClass;

/** Access classes: the distinct answers to "who may see this". Thread-safe. */
final class Classes {
    private static final Duration REMEMBERED = Duration.ofMillis(500);

    private record Someone(@Nullable String user, Set<String> groups) {}

    private final Sql sql;
    private final ShortMemory<Someone, Visibility> visibilities = new ShortMemory<>(REMEMBERED);

    Classes(Sql sql) {
        this.sql = sql;
    }

    void forget() {
        visibilities.clear();
    }

    Visibility visibilityOf(Caller caller) {
        if (caller.operator()) {
            return Visibility.EVERYTHING;
        }
        Someone someone = new Someone(caller.user(), caller.groups());
        Visibility known = visibilities.get(someone);
        if (known != null) {
            return known;
        }
        Visibility visibility = sql.with(connection -> visibilityOf(connection, someone));
        visibilities.put(someone, visibility);
        return visibility;
    }

    private static Visibility visibilityOf(Connection connection, Someone someone) throws SQLException {
        String query =
                "select id from archive.access_class where is_public or owner = ? or read_groups && ? or opens <= now()";
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, someone.user());
            statement.setArray(
                    2, connection.createArrayOf("text", someone.groups().toArray()));
            Set<Integer> classes = new HashSet<>();
            classes.add(AccessClass.PUBLIC);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    classes.add(rows.getInt(1));
                }
            }
            return new Visibility(false, classes);
        }
    }

    int find(boolean isPublic, @Nullable String owner, Collection<String> readGroups) {
        int id = sql.with(connection -> find(connection, isPublic, owner, readGroups));
        visibilities.clear();
        return id;
    }

    int find(Connection connection, boolean isPublic, @Nullable String owner, Collection<String> readGroups)
            throws SQLException {
        if (isPublic) {
            return AccessClass.PUBLIC;
        }
        Object[] groups = new TreeSet<>(readGroups).toArray();
        String find = """
                select id from archive.access_class
                 where not is_public and coalesce(owner, '') = coalesce(?, '') and read_groups = ? and opens is null""";
        String make = """
                insert into archive.access_class (is_public, owner, read_groups) values (false, ?, ?)
                on conflict do nothing""";
        while (true) {
            try (PreparedStatement statement = connection.prepareStatement(find)) {
                statement.setString(1, owner);
                statement.setArray(2, connection.createArrayOf("text", groups));
                try (ResultSet rows = statement.executeQuery()) {
                    if (rows.next()) {
                        return rows.getInt(1);
                    }
                }
            }
            // Another transaction may make the same row at the same time: then this waits for it and finds it.
            try (PreparedStatement statement = connection.prepareStatement(make)) {
                statement.setString(1, owner);
                statement.setArray(2, connection.createArrayOf("text", groups));
                statement.executeUpdate();
            }
            visibilities.clear();
        }
    }
}
