package org.xingvo.ingest.load;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import org.xingvo.ingest.collection.DescriptionYaml;
import org.xingvo.ingest.collection.Previews;

/**
 * Which files of collections with {@code previews: ingest} have not been drawn yet: those with a higher number than the last
 * one of their collection that was looked at. That number is in archive.setting, so it outlives the process. Thread-safe.
 */
public final class Undrawn {
    private static final String SETTING = "previews.drawn.";

    /**
     * Numbers are given before they are committed, so a lower one may appear later. None that is as far behind as this is still
     * under way.
     */
    private static final long BEHIND = 20_000;

    private final Catalogue catalogue;

    public Undrawn(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** A collection whose files are drawn as they come. */
    public record Eager(int id, String name) {}

    /** A current file, with its number and its path in the collection. */
    public record Fresh(long id, String path) {}

    /** The collections whose descriptions say so. What was drawn of others is forgotten. */
    public List<Eager> collections() {
        return catalogue.transact("look for collections with previews", connection -> {
            List<Eager> found = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement(
                            "select id, name, mapping from archive.collection where mapping ~ 'previews' order by id");
                    ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    if (DescriptionYaml.read(row.getString(3)).previews() == Previews.INGEST) {
                        found.add(new Eager(row.getInt(1), row.getString(2)));
                    }
                }
            }
            try (PreparedStatement statement = connection.prepareStatement(
                    "delete from archive.setting where starts_with(name, ?) and name <> all(?)")) {
                statement.setString(1, SETTING);
                statement.setArray(
                        2,
                        connection.createArrayOf(
                                "text",
                                found.stream().map(c -> SETTING + c.id()).toArray()));
                statement.executeUpdate();
            }
            return found;
        });
    }

    /** The highest number of all files; 0: there is none. */
    public long last() {
        return catalogue.transact("look for new files", connection -> {
            try (PreparedStatement statement =
                            connection.prepareStatement("select coalesce(max(id), 0) from archive.dataset");
                    ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    /** Where to begin to look in a collection: nothing at or below was left out. */
    public long start(Eager collection) {
        return catalogue.transact("look for previews", connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("select value::bigint from archive.setting where name = ?")) {
                statement.setString(1, SETTING + collection.id());
                try (ResultSet row = statement.executeQuery()) {
                    return row.next() ? Math.max(0, row.getLong(1) - BEHIND) : 0L;
                }
            }
        });
    }

    /** All files up to this number were looked at. */
    public void drawn(Eager collection, long last) {
        catalogue.transact("note previews", connection -> {
            try (PreparedStatement statement = connection.prepareStatement("""
                    insert into archive.setting (name, value) values (?, ?)
                    on conflict (name) do update set value = excluded.value
                    """)) {
                statement.setString(1, SETTING + collection.id());
                statement.setString(2, Long.toString(last));
                return statement.executeUpdate();
            }
        });
    }

    /** Files behind a number and up to another, the lowest first. */
    public List<Fresh> files(Eager collection, long after, long last, int limit) {
        return catalogue.transact("look for files without previews", connection -> {
            List<Fresh> files = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement("""
                    select id, path from archive.dataset
                     where id > ? and id <= ? and collection_id = ? and superseded is null
                     order by id limit ?
                    """)) {
                statement.setLong(1, after);
                statement.setLong(2, last);
                statement.setInt(3, collection.id());
                statement.setInt(4, limit);
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        files.add(new Fresh(row.getLong(1), row.getString(2)));
                    }
                }
            }
            return files;
        });
    }
}
