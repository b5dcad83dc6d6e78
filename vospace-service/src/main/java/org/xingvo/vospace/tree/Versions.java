package org.xingvo.vospace.tree;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xingvo.storage.ObjectKey;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.node.NodeBytes;
import org.xingvo.vospace.node.Properties;

/** Bytes that files had before, as many as a container above asks for. Thread-safe. */
final class Versions {
    private final Ground ground;

    Versions(Ground ground) {
        this.ground = ground;
    }

    /**
     * What became of the bytes that a file had.
     *
     * @param freedBytes so much less is used
     * @param unused names in the store that nothing refers to any more
     */
    record Kept(long freedBytes, List<String> unused) {}

    /** How many old versions of each file are kept in the last of a chain: the nearest container that says it decides. */
    int wanted(List<Node> above) {
        for (Node container : above.reversed()) {
            String text = container.properties().getOrDefault(Properties.VERSIONS, "");
            if (text.matches("[0-9]{1,6}")) {
                return Math.min(Integer.parseInt(text), ground.quotas().limits().maxVersions());
            }
        }
        return 0;
    }

    /** Makes a version of the bytes that a file is about to lose, if wanted, and drops those that are too many. */
    Kept keep(Connection connection, List<Node> above, Node file) throws SQLException {
        NodeBytes bytes = file.bytes();
        if (bytes == null) {
            return new Kept(0, List.of());
        }
        int wanted = wanted(above);
        if (wanted == 0) {
            return new Kept(bytes.size(), List.of(bytes.key().name()));
        }
        Sql.update(connection, """
                insert into archive.version (node_id, number, store_path, size_bytes, md5, sha256, media_type, written)
                select n.id, coalesce((select max(v.number) from archive.version v where v.node_id = n.id), 0) + 1,
                       n.store_path, n.size_bytes, n.md5, n.sha256, coalesce(n.media_type, ''), n.modified
                  from archive.node n where n.id = ?""", file.id());
        List<String> unused = new ArrayList<>();
        List<Long> sizes = Sql.list(
                connection,
                """
                delete from archive.version where node_id = ? and number in
                    (select number from archive.version where node_id = ? order by number desc offset ?)
                returning size_bytes, store_path""",
                rows -> {
                    unused.add(rows.getString(2));
                    return rows.getLong(1);
                },
                file.id(),
                file.id(),
                wanted);
        return new Kept(sizes.stream().mapToLong(Long::longValue).sum(), unused);
    }

    /** The old versions of a file, newest first. */
    List<Tree.Version> of(Node file) {
        return Sql.read(
                ground.database(),
                connection -> Sql.list(
                        connection,
                        "select number, size_bytes, written from archive.version where node_id = ? order by number desc",
                        rows -> new Tree.Version(rows.getInt(1), rows.getLong(2), Sql.instant(rows, "written")),
                        file.id()));
    }

    /** The bytes of one old version. */
    Optional<NodeBytes> bytes(Node file, int number) {
        return Sql.read(
                ground.database(),
                connection -> Sql.list(
                                connection,
                                """
                        select store_path, size_bytes, media_type, md5 from archive.version
                         where node_id = ? and number = ?""",
                                rows -> new NodeBytes(
                                        new ObjectKey(ground.home(), rows.getString(1)),
                                        rows.getLong(2),
                                        rows.getString(3),
                                        rows.getBytes(4)),
                                file.id(),
                                number)
                        .stream()
                        .findFirst());
    }
}
