package org.xingvo.vospace.tree;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.auth.Visibility;
import org.xingvo.vospace.node.Viewer;
import org.xingvo.vospace.tree.Sql.Ints;

/** Which tables of the space a viewer may ask. Stateless. */
final class TableListing {
    /** More than are wanted are looked at, because some are in the trash, or where the viewer cannot go. */
    private static final int SPARE = 4;

    private TableListing() {}

    /**
     * Tables by the path of their file below the home of all users. Those that are listed under a class of the viewer's are
     * candidates; who may see every node down to one may ask it, as ever.
     */
    static List<Tree.Table> of(Connection connection, Viewer viewer, long home, int limit) throws SQLException {
        Visibility visibility = viewer.visibility();
        boolean all = visibility.everything() || viewer.caller().operator();
        @Nullable String user = viewer.caller().user();
        Ints classes = new Ints(visibility.classes());
        String sql = """
                with recursive candidate as (
                    select t.number, t.node_id from archive.space_table t
                     where ? or t.access_class = any(?) or t.owner = ?
                     order by t.number desc limit ?),
                up (number, parent_id, path) as (
                    select t.number, n.parent_id, n.name
                      from candidate t
                      join archive.node n on n.id = t.node_id and n.table_number = t.number and n.size_bytes > 0
                     where ? or n.access_class = any(?) or n.owner = ?
                    union all
                    select u.number, p.parent_id, p.name || '/' || u.path
                      from up u join archive.node p on p.id = u.parent_id
                     where p.parent_id is not null and (? or p.access_class = any(?) or p.owner = ?))
                select u.number, u.path from up u where u.parent_id = ? order by u.path limit ?""";
        return Sql.list(
                connection,
                sql,
                row -> new Tree.Table(row.getInt(1), row.getString(2)),
                all,
                classes,
                user,
                (long) SPARE * limit,
                all,
                classes,
                user,
                all,
                classes,
                user,
                home,
                limit);
    }
}
