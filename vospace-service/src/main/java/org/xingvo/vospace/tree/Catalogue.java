package org.xingvo.vospace.tree;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.xingvo.dali.http.RequestPath;
import org.xingvo.vospace.tree.Sql.Longs;
import org.xingvo.vospace.tree.Sql.Texts;

/** What the tree tells the catalogue: files to be described, files that are gone, and who may see them. */
final class Catalogue {
    private final int homeCollection;
    private final String authority;

    Catalogue(int homeCollection, String authority) {
        this.homeCollection = homeCollection;
        this.authority = authority;
    }

    /** The identifier of a file of the user area: by node, so that it outlives a move. */
    String publisherDid(long nodeId) {
        return "ivo://" + authority + "/home?" + nodeId;
    }

    /** The address of a file of the user area: by node too, the name is for people. */
    static String accessPath(long nodeId, String name) {
        return "/files/" + Tree.BY_NODE + nodeId + "/" + RequestPath.encode(name);
    }

    /** Queues bytes to be described; visible to the worker when the transaction commits. */
    void queue(Connection connection, long nodeId, String storePath, String name, int accessClass) throws SQLException {
        Sql.update(
                connection,
                """
                insert into archive.ingest_queue (collection_id, path, access_path, publisher_did, access_class)
                values (?, ?, ?, ?, ?)""",
                homeCollection,
                storePath,
                accessPath(nodeId, name),
                publisherDid(nodeId),
                accessClass);
    }

    /** Queues the bytes of many nodes. Names are encoded as far as SQL can: the number alone leads to the file. */
    void queue(Connection connection, Collection<Long> nodeIds, int accessClass) throws SQLException {
        Sql.update(
                connection,
                """
                insert into archive.ingest_queue (collection_id, path, access_path, publisher_did, access_class)
                select ?, n.store_path, ? || n.id || '/' || regexp_replace(n.name, '[^A-Za-z0-9._~-]', '_', 'g'), ? || n.id, ?
                  from archive.node n
                 where n.id = any(?) and n.store_path is not null and n.size_bytes > 0
                 order by n.id""",
                homeCollection,
                "/files/" + Tree.BY_NODE,
                "ivo://" + authority + "/home?",
                accessClass,
                new Longs(nodeIds));
    }

    /** Forgets what was said of nodes. The queue first: a worker that is at one of its rows finishes before. */
    void forget(Connection connection, Collection<Long> nodeIds) throws SQLException {
        Texts dids = dids(nodeIds);
        Sql.update(connection, "delete from archive.ingest_queue where publisher_did = any(?)", dids);
        Sql.update(connection, "delete from archive.dataset where publisher_did = any(?)", dids);
    }

    /** Sets who may see what is said of nodes. */
    void expose(Connection connection, Collection<Long> nodeIds, int accessClass) throws SQLException {
        Texts dids = dids(nodeIds);
        Sql.update(
                connection,
                "update archive.ingest_queue set access_class = ? where publisher_did = any(?)",
                accessClass,
                dids);
        Sql.update(connection, """
                update archive.obscore o set access_class = ? from archive.dataset d
                 where d.id = o.dataset_id and d.publisher_did = any(?)""", accessClass, dids);
        Sql.update(
                connection,
                "update archive.dataset set access_class = ? where publisher_did = any(?)",
                accessClass,
                dids);
        // those that wait first: what becomes of them meanwhile is seen by the second
        for (String tables : List.of("table_queue", "space_table")) {
            Sql.update(
                    connection,
                    "update archive." + tables + " set access_class = ? where node_id = any(?)",
                    accessClass,
                    new Longs(nodeIds));
        }
    }

    private Texts dids(Collection<Long> nodeIds) {
        return new Texts(nodeIds.stream().map(this::publisherDid).toList());
    }

    /** The number of the collection of the user area, and its number in the store. */
    static List<long[]> home(Connection connection) throws SQLException {
        return Sql.list(connection, "select id, store_id from archive.collection where name = 'home'", rows ->
                new long[] {rows.getLong(1), rows.getLong(2)});
    }
}
