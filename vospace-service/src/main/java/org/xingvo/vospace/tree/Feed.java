package org.xingvo.vospace.tree;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.auth.Action;
import org.xingvo.dali.auth.Visibility;
import org.xingvo.dali.http.RequestPath;
import org.xingvo.vospace.node.Viewer;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.node.VospaceFault.Kind;
import org.xingvo.vospace.tree.Sql.Longs;
import org.xingvo.vospace.tree.Sql.Texts;

/**
 * The events of nodes for those who may know of them: whoever saw every node down to it then, and sees it now; of what is
 * gone, whoever saw it in the end. Thread-safe.
 *
 * <p>The order is that of the transactions, and only those are told before which no other can appear any more. So a reader
 * who goes on from the last token misses nothing.
 */
final class Feed {
    private static final int MAX_ROUNDS = 20;

    private final Ground ground;
    private volatile @Nullable String epoch;

    Feed(Ground ground) {
        this.ground = ground;
    }

    /** Where a viewer has moved or copied a node to, by the newest event of it since a moment. */
    Optional<RequestPath> placed(Viewer viewer, RequestPath from, List<RequestPath> to, Instant since) {
        List<String> found = Sql.read(
                ground.database(),
                connection -> Sql.list(
                        connection,
                        """
                        select subject from archive.event
                         where actor = ? and at >= ?::timestamptz and subject = any(?)
                           and (action = ? and detail ->> ? = ? or action = ? and detail ->> ? = ?)
                         order by id desc limit 1""",
                        rows -> rows.getString(1),
                        viewer.caller().user(),
                        since.toString(),
                        new Texts(to.stream().map(RequestPath::plain).toList()),
                        Action.NODE_MOVE.text(),
                        Trail.FROM,
                        from.plain(),
                        Action.NODE_COPY.text(),
                        Trail.SOURCE,
                        from.plain()));
        return found.stream()
                .findFirst()
                .map(plain -> to.get(to.getFirst().plain().equals(plain) ? 0 : 1));
    }

    private record Row(
            long tx,
            long id,
            Instant at,
            String action,
            String path,
            long nodeId,
            @Nullable String type,
            String classes,
            @Nullable String from,
            @Nullable String fromClasses) {}

    /** Where a node is now: owner and classes along the way, and whether it is in the user area at all. */
    private record Now(boolean there, Set<Integer> classes) {}

    Changes since(Viewer viewer, String since, int limit) {
        return Sql.read(ground.database(), connection -> since(connection, viewer, token(connection, since), limit));
    }

    private Changes since(Connection connection, Viewer viewer, long[] token, int limit) throws SQLException {
        List<Changes.Change> shown = new ArrayList<>();
        long[] at = token;
        boolean more = true;
        for (int i = 0; i < MAX_ROUNDS && more && shown.size() < limit; i++) {
            List<Row> rows = rows(connection, at, limit);
            more = rows.size() == limit;
            Map<Long, Now> now = now(connection, rows);
            Map<Long, String> last = last(connection, rows, now);
            for (Row row : rows) {
                if (shown.size() == limit) {
                    more = true;
                    break;
                }
                at = new long[] {row.tx(), row.id()};
                Changes.Change change = shown(viewer, row, now.get(row.nodeId()), last.get(row.nodeId()));
                if (change != null) {
                    shown.add(change);
                }
            }
        }
        return new Changes(shown, at[0] + "." + at[1] + "." + epoch(connection), more);
    }

    private static Changes.@Nullable Change shown(
            Viewer viewer, Row row, @Nullable Now now, @Nullable String lastClasses) {
        boolean all = viewer.visibility().everything() || viewer.caller().operator();
        boolean then = all || sees(viewer.visibility(), row.classes());
        Set<Integer> classes = now == null || !now.there() ? null : now.classes();
        boolean still = all
                || (classes != null && classes.stream().allMatch(viewer.visibility()::sees))
                || (classes == null && lastClasses != null && sees(viewer.visibility(), lastClasses));
        if (then && still) {
            boolean knowsFrom = all || (row.fromClasses() != null && sees(viewer.visibility(), row.fromClasses()));
            return new Changes.Change(
                    row.action(), row.nodeId(), row.at(), row.path(), knowsFrom ? row.from() : null, row.type());
        }
        // It was seen where it came from, or until its permissions changed: that it is out of sight is all one may
        // know.
        boolean before = row.fromClasses() != null && sees(viewer.visibility(), row.fromClasses());
        return before ? new Changes.Change("node.hidden", row.nodeId(), row.at(), null, null, null) : null;
    }

    private static boolean sees(Visibility visibility, String classes) {
        for (String each : classes.split(" ", -1)) {
            if (!each.isEmpty() && !visibility.sees(Integer.parseInt(each))) {
                return false;
            }
        }
        return true;
    }

    private static List<Row> rows(Connection connection, long[] token, int limit) throws SQLException {
        return Sql.list(connection, """
                select e.tx::text, e.id, e.at, e.action, e.subject, e.node_id, e.detail ->> 'type',
                       coalesce(e.detail ->> 'classes', ''), e.detail ->> 'from', e.detail ->> 'fromclasses'
                  from archive.event e
                 where (e.tx, e.id) > (?::text::xid8, ?) and e.tx < pg_snapshot_xmin(pg_current_snapshot())
                   and e.node_id is not null and e.action like 'node.%'
                 order by e.tx, e.id limit ?""", Feed::row, Long.toString(token[0]), token[1], limit);
    }

    private static Row row(ResultSet rows) throws SQLException {
        return new Row(
                Long.parseLong(rows.getString(1)),
                rows.getLong(2),
                Sql.instant(rows, "at"),
                rows.getString(4),
                rows.getString(5),
                rows.getLong(6),
                rows.getString(7),
                rows.getString(8),
                rows.getString(9),
                rows.getString(10));
    }

    private Map<Long, Now> now(Connection connection, List<Row> rows) throws SQLException {
        Set<Long> ids = new HashSet<>();
        rows.forEach(row -> ids.add(row.nodeId()));
        Map<Long, Now> now = new HashMap<>();
        Sql.list(
                connection,
                """
                with recursive up (id, at, parent_id, class) as (
                    select n.id, n.id, n.parent_id, n.access_class from archive.node n where n.id = any(?)
                    union all
                    select u.id, n.id, n.parent_id, n.access_class from up u join archive.node n on n.id = u.parent_id)
                select u.id, bool_or(u.at = ?) as there, array_agg(distinct u.class) as classes from up u group by u.id""",
                row -> now.put(row.getLong(1), new Now(row.getBoolean(2), Set.of((Integer[])
                        row.getArray("classes").getArray()))),
                new Longs(ids),
                ground.roots().home().id());
        return now;
    }

    /** Of nodes that are not there any more: the classes with which they went. */
    private static Map<Long, String> last(Connection connection, List<Row> rows, Map<Long, Now> now)
            throws SQLException {
        Set<Long> gone = new HashSet<>();
        for (Row row : rows) {
            Now known = now.get(row.nodeId());
            if (known == null || !known.there()) {
                gone.add(row.nodeId());
            }
        }
        Map<Long, String> last = new HashMap<>();
        if (!gone.isEmpty()) {
            Sql.list(
                    connection,
                    """
                    select distinct on (e.node_id) e.node_id, coalesce(e.detail ->> 'classes', '')
                      from archive.event e
                     where e.node_id = any(?) and e.action = 'node.delete'
                     order by e.node_id, e.id desc""",
                    row -> String.valueOf(last.put(row.getLong(1), row.getString(2))),
                    new Longs(gone));
        }
        return last;
    }

    private long[] token(Connection connection, String since) throws SQLException {
        if (since.isEmpty()) {
            return new long[] {0, 0};
        }
        if (!since.matches("[0-9]{1,18}\\.[0-9]{1,18}\\.[0-9a-f]{8}")) {
            throw new VospaceFault(
                    Kind.INVALID_TOKEN, "since: expected the token of an earlier answer, found another text");
        }
        String[] parts = since.split("\\.", -1);
        if (!parts[2].equals(epoch(connection))) {
            throw new VospaceFault(
                    Kind.INVALID_TOKEN,
                    "since: expected a token of this database, found one from before it was restored; begin without");
        }
        return new long[] {Long.parseLong(parts[0]), Long.parseLong(parts[1])};
    }

    /** Names the database: the transactions of another, into which this one was restored, have an order of their own. */
    private String epoch(Connection connection) throws SQLException {
        String known = epoch;
        if (known == null) {
            known = Sql.list(connection, """
                            select left(md5(c.system_identifier || ' ' || d.oid), 8)
                              from pg_control_system() c, pg_database d where d.datname = current_database()""", rows -> rows.getString(1)).getFirst();
            epoch = known;
        }
        return known;
    }
}
