package org.xingvo.vospace.tree;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.http.RequestPath;

/** Uploads in segments, as the database remembers them. Thread-safe. */
public final class Segments {
    private final DataSource database;

    public Segments(DataSource database) {
        this.database = database;
    }

    /**
     * One upload that is not finished. Immutable.
     *
     * @param principal who sends it; null: somebody with a signed address
     * @param totalBytes as announced; null: not
     * @param mediaType as sent; null: none
     * @param segments in their order
     */
    public record Open(
            String id,
            @Nullable String principal,
            RequestPath path,
            @Nullable Long totalBytes,
            @Nullable String mediaType,
            List<Segment> segments) {
        public Open {
            segments = List.copyOf(segments);
        }

        public long bytes() {
            return segments.stream().mapToLong(Segment::sizeBytes).sum();
        }
    }

    /** One segment; its bytes are an object of the store. Immutable. */
    public record Segment(int number, long sizeBytes, String storePath) {}

    /** Begins an upload, unless the sender has too many; false: it has. */
    public boolean begin(Open upload, int most) {
        return Sql.read(
                        database,
                        connection -> Sql.update(
                                connection,
                                """
                        insert into archive.upload (id, principal, path, total_bytes, media_type)
                        select ?, ?::text, ?, ?::bigint, ?::text
                         where (select count(*) from archive.upload u where u.principal is not distinct from ?::text) < ?""",
                                upload.id(),
                                upload.principal(),
                                upload.path().encoded(),
                                upload.totalBytes(),
                                upload.mediaType(),
                                upload.principal(),
                                most))
                > 0;
    }

    public Optional<Open> find(String id) {
        return Sql.read(database, connection -> {
            List<Segment> segments = Sql.list(
                    connection,
                    "select number, size_bytes, store_path from archive.upload_segment where upload_id = ?"
                            + " order by number",
                    Segments::segment,
                    id);
            return Sql.list(
                            connection,
                            "select id, principal, path, total_bytes, media_type from archive.upload where id = ?",
                            rows -> open(rows, segments),
                            id)
                    .stream()
                    .findFirst();
        });
    }

    /** Adds the next segment; false: somebody else has added one of that number, or the upload is gone. */
    public boolean add(String id, Segment segment) {
        return Sql.transaction(database, connection -> {
            if (Sql.update(connection, "update archive.upload set touched = now() where id = ?", id) == 0) {
                return false;
            }
            return Sql.update(connection, """
                    insert into archive.upload_segment (upload_id, number, size_bytes, store_path)
                    values (?, ?, ?, ?) on conflict do nothing""", id, segment.number(), segment.sizeBytes(), segment.storePath()) > 0;
        });
    }

    /** Forgets the last segment; its bytes are the caller's to delete. */
    public Optional<Segment> removeLast(String id) {
        return Sql.read(database, connection -> Sql.list(connection, """
                        delete from archive.upload_segment where upload_id = ? and number = (
                            select max(number) from archive.upload_segment where upload_id = ?)
                        returning number, size_bytes, store_path""", Segments::segment, id, id)).stream()
                .findFirst();
    }

    /** Forgets an upload; false: it was gone. The bytes of its segments are the caller's to delete. */
    public boolean end(String id) {
        return Sql.read(database, connection -> Sql.update(connection, "delete from archive.upload where id = ?", id))
                > 0;
    }

    /** The names of uploads that nobody has touched since a time. */
    public List<String> untouchedSince(Instant time, int most) {
        return new ArrayList<>(Sql.read(
                database,
                connection -> Sql.list(
                        connection,
                        "select id from archive.upload where touched < ? order by touched limit ?",
                        rows -> rows.getString(1),
                        time.atOffset(ZoneOffset.UTC),
                        most)));
    }

    private static Segment segment(ResultSet rows) throws SQLException {
        return new Segment(rows.getInt("number"), rows.getLong("size_bytes"), rows.getString("store_path"));
    }

    private static Open open(ResultSet rows, List<Segment> segments) throws SQLException {
        long total = rows.getLong("total_bytes");
        Long totalBytes = rows.wasNull() ? null : total;
        return new Open(
                rows.getString("id"),
                rows.getString("principal"),
                RequestPath.parse(rows.getString("path")),
                totalBytes,
                rows.getString("media_type"),
                segments);
    }
}
