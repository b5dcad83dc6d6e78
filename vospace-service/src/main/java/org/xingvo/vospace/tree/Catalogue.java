package org.xingvo.vospace.tree;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.xingvo.dali.http.RequestPath;
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

    static String accessPath(RequestPath path) {
        return "/files" + path.encoded();
    }

    /** Queues bytes to be described; visible to the worker when the transaction commits. */
    void queue(Connection connection, long nodeId, String storePath, RequestPath path, int accessClass)
            throws SQLException {
        Sql.update(connection, """
                insert into archive.ingest_queue (collection_id, path, access_path, publisher_did, access_class)
                values (?, ?, ?, ?, ?)""", homeCollection, storePath, accessPath(path), publisherDid(nodeId), accessClass);
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
    }

    /** Sets where the file of a node is fetched. */
    void locate(Connection connection, long nodeId, RequestPath path) throws SQLException {
        Sql.update(
                connection,
                "update archive.ingest_queue set access_path = ? where publisher_did = ?",
                accessPath(path),
                publisherDid(nodeId));
        Sql.update(connection, """
                update archive.obscore o set access_path = ? from archive.dataset d
                 where d.id = o.dataset_id and d.publisher_did = ?""", accessPath(path), publisherDid(nodeId));
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
