package org.xingvo.vospace.tree;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.auth.Action;
import org.xingvo.dali.auth.Event;
import org.xingvo.dali.http.RequestPath;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.node.Viewer;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.node.VospaceFault.Kind;

/** What was deleted and can be brought back by the owner of the home it was in. Thread-safe. */
final class TrashBin {
    private final Ground ground;
    private final Steps steps;
    private final Exposure exposure;
    private final Relocation relocation;

    TrashBin(Ground ground, Steps steps, Exposure exposure, Relocation relocation) {
        this.ground = ground;
        this.steps = steps;
        this.exposure = exposure;
        this.relocation = relocation;
    }

    private static final String COLUMNS =
            "t.node_id, t.owner, t.parent_id, t.name, t.path, t.bytes, t.files, t.deleted, t.deleted_by, n.type";

    /** What the viewer can bring back, the last deleted first. */
    List<Tree.Deleted> list(Viewer viewer, int limit) {
        checkUser(viewer);
        return Sql.read(
                ground.database(),
                connection -> Sql.list(
                                connection,
                                """
                        select %s from archive.trash t join archive.node n on n.id = t.node_id
                         where ? or t.owner = ? order by t.deleted desc, t.node_id desc limit ?""".formatted(COLUMNS),
                                this::entry,
                                viewer.caller().operator(),
                                viewer.caller().user(),
                                limit)
                        .stream()
                        .map(Entry::shown)
                        .toList());
    }

    private record Entry(Tree.Deleted shown, long parentId, String name) {}

    private Entry entry(java.sql.ResultSet rows) throws SQLException {
        Instant deleted = Sql.instant(rows, "deleted");
        return new Entry(
                new Tree.Deleted(
                        rows.getLong("node_id"),
                        rows.getString("path"),
                        rows.getString("type"),
                        rows.getString("owner"),
                        rows.getLong("bytes"),
                        rows.getLong("files"),
                        deleted,
                        deleted.plus(ground.quotas().limits().trashKept()),
                        rows.getString("deleted_by")),
                rows.getLong("parent_id"),
                rows.getString("name"));
    }

    private Entry lock(Connection connection, Viewer viewer, long id) throws SQLException {
        List<Entry> found = Sql.list(
                connection,
                """
                select %s from archive.trash t join archive.node n on n.id = t.node_id
                 where t.node_id = ? and (? or t.owner = ?) for update of t""".formatted(COLUMNS),
                this::entry,
                id,
                viewer.caller().operator(),
                viewer.caller().user());
        if (found.isEmpty()) {
            throw new VospaceFault(Kind.NODE_NOT_FOUND, "trash " + id);
        }
        return found.getFirst();
    }

    /**
     * Brings a node back.
     *
     * @param wanted where to; null: where it was
     * @throws VospaceFault ContainerNotFound if that is gone, DuplicateNode if the name is taken, QuotaExceeded
     */
    Node restore(Viewer viewer, long id, @Nullable RequestPath wanted) {
        checkUser(viewer);
        Node restored = Sql.transaction(ground.database(), connection -> restore(connection, viewer, id, wanted));
        ground.seen(restored);
        return restored;
    }

    private Node restore(Connection connection, Viewer viewer, long id, @Nullable RequestPath wanted)
            throws SQLException {
        Ledger.lock(connection);
        Entry entry = lock(connection, viewer, id);
        RequestPath to = wanted;
        if (to == null) {
            RequestPath parent = ground.rows().path(connection, ground.roots().home(), entry.parentId());
            if (parent == null) {
                throw new VospaceFault(
                        Kind.CONTAINER_NOT_FOUND,
                        entry.shown().path() + " : what it was in is gone, expected a target");
            }
            to = parent.child(entry.name());
        }
        if (to.segments().size() < 3 || !to.segments().getFirst().equals(Tree.HOME)) {
            throw VospaceFault.denied(viewer, to.plain() + " is not writable: the user area is /home/USER");
        }
        List<Node> above = steps.parents(connection, viewer, to);
        Held.checkChildren(viewer, above);
        if (ground.rows().lockChild(connection, above.getLast(), to.name()) != null) {
            throw new VospaceFault(Kind.DUPLICATE_NODE, to, "");
        }
        Node node = Objects.requireNonNull(
                ground.rows().lockChild(connection, ground.roots().trash(), Long.toString(id)));
        Sql.update(connection, "delete from archive.trash where node_id = ?", id);
        relocation.putIn(connection, node, above, to.name());
        Node now = Objects.requireNonNull(ground.rows().lockChild(connection, above.getLast(), to.name()));
        ground.catalogue().forget(connection, Relocation.files(connection, id));
        exposure.describe(connection, above, now);
        Trail.record(connection, Trail.event(viewer, Action.NODE_RESTORE, Editing.with(above, now)));
        return now;
    }

    /** Removes something for good. */
    void purge(Viewer viewer, long id) {
        checkUser(viewer);
        if (!viewer.caller().writes()) {
            throw VospaceFault.denied(viewer, "the token is for reading");
        }
        Sql.transaction(ground.database(), connection -> {
            Ledger.lock(connection);
            Entry entry = lock(connection, viewer, id);
            discard(connection, id);
            Trail.record(
                    connection,
                    Event.by(viewer.caller(), Action.NODE_PURGE, entry.shown().path())
                            .node(id));
            return entry;
        });
    }

    /** From the trash to what is removed in the background; under {@link Ledger#lock}. */
    private void discard(Connection connection, long id) throws SQLException {
        Sql.update(connection, "delete from archive.trash where node_id = ?", id);
        ground.rows().move(connection, id, ground.roots().gone().id(), Long.toString(id));
    }

    /** Removes what was kept long enough, and what stands in the way of its home's quota, oldest first. */
    int expire(Instant now) {
        return Sql.transaction(ground.database(), connection -> {
            List<Long> due = Sql.list(
                    connection,
                    "select node_id from archive.trash where deleted < ?::timestamptz order by deleted limit 500",
                    rows -> rows.getLong(1),
                    now.minus(ground.quotas().limits().trashKept()).toString());
            List<Long> crowded = crowded(connection);
            if (due.isEmpty() && crowded.isEmpty()) {
                return 0;
            }
            Ledger.lock(connection);
            for (long id : due) {
                discard(connection, id);
            }
            for (long id : crowded) {
                if (!due.contains(id)) {
                    discard(connection, id);
                }
            }
            return due.size() + crowded.size();
        });
    }

    /** Of each home that would be over its quota if the trash counted, the oldest that make it fit. */
    private List<Long> crowded(Connection connection) throws SQLException {
        return Sql.list(
                connection,
                """
                with homes as materialized (
                    select h.id, coalesce(h.quota, ?::bigint) as quota, x.bytes as trash
                      from (select t.home_id, sum(t.bytes) as bytes from archive.trash t group by t.home_id) x
                      join archive.node h on h.id = x.home_id
                     where coalesce(h.quota, ?::bigint) is not null),
                crowded as materialized (
                    select h.id, h.quota, u.bytes as used
                      from homes h cross join lateral archive.used(h.id) u
                     where u.bytes + h.trash > h.quota)
                select t.node_id
                  from (select node_id, home_id, sum(bytes) over (partition by home_id order by deleted desc, node_id desc)
                               as newer
                          from archive.trash where home_id in (select id from crowded)) t
                  join crowded c on c.id = t.home_id
                 where c.used + t.newer > c.quota
                 limit 500""",
                rows -> rows.getLong(1),
                ground.quotas().limits().homeQuotaBytes(),
                ground.quotas().limits().homeQuotaBytes());
    }

    /** Makes the catalogue forget files of large trees in the trash; returns how many. */
    int forgetSome() {
        List<Long> tops = Sql.read(
                ground.database(),
                connection -> Sql.list(
                        connection,
                        "select node_id from archive.trash where catalogued order by deleted limit 1",
                        rows -> rows.getLong(1)));
        if (tops.isEmpty()) {
            return 0;
        }
        long top = tops.getFirst();
        List<Long> files = Sql.read(ground.database(), connection -> Relocation.files(connection, top));
        for (int i = 0; i < files.size(); i += Removal.AT_ONCE) {
            List<Long> some = files.subList(i, Math.min(files.size(), i + Removal.AT_ONCE));
            boolean still = Sql.transaction(ground.database(), connection -> {
                boolean there = !Sql.list(
                                connection,
                                "select node_id from archive.trash where node_id = ? for update",
                                rows -> rows.getLong(1),
                                top)
                        .isEmpty();
                if (there) {
                    ground.catalogue().forget(connection, some);
                }
                return there;
            });
            if (!still) {
                return files.size();
            }
        }
        Sql.read(
                ground.database(),
                connection ->
                        Sql.update(connection, "update archive.trash set catalogued = false where node_id = ?", top));
        return files.size();
    }

    private static void checkUser(Viewer viewer) {
        if (viewer.isAnonymous()) {
            throw VospaceFault.denied(viewer, "the trash belongs to users");
        }
    }
}
