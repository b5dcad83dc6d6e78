package org.xingvo.vospace.tree;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.auth.Action;
import org.xingvo.dali.http.RequestPath;
import org.xingvo.storage.ByteRange;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.ObjectReader;
import org.xingvo.storage.PutRequest;
import org.xingvo.storage.StoredObject;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.node.NodeBytes;
import org.xingvo.vospace.node.NodeType;
import org.xingvo.vospace.node.Properties;
import org.xingvo.vospace.node.Viewer;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.node.VospaceFault.Kind;
import org.xingvo.vospace.tree.NodeRows.NewNode;
import org.xingvo.vospace.tree.NodeRows.StoredBytes;

/**
 * Copies nodes with all below that the viewer sees (VOSpace 2.1, section 6.6), also out of collections. The copy grows
 * where no path leads and is put into its place whole: nobody sees half of one, and one that fails leaves nothing.
 */
final class Copying {
    private final Ground ground;
    private final Looking looking;
    private final Exposure exposure;
    private final Relocation relocation;
    private final Moving moving;
    private final Supplier<String> nonce;

    Copying(
            Ground ground,
            Looking looking,
            Exposure exposure,
            Relocation relocation,
            Moving moving,
            Supplier<String> nonce) {
        this.ground = ground;
        this.looking = looking;
        this.exposure = exposure;
        this.relocation = relocation;
        this.moving = moving;
        this.nonce = nonce;
    }

    /** One copy under way. */
    private record Run(Viewer viewer, String owner, String space, Room room, Tally tally, long[] bytes) {}

    Node copy(Viewer viewer, RequestPath from, RequestPath wanted, Progress progress) {
        Node source = looking.get(viewer, from);
        if (from.segments().size() < 2) {
            throw VospaceFault.denied(viewer, from.plain() + " cannot be copied");
        }
        RequestPath to = moving.destination(viewer, wanted, from.name());
        if (source.isContainer() && to.startsWith(from)) {
            throw new VospaceFault(Kind.INVALID_URI, to, ": Cannot copy container node into its descendants");
        }
        List<Node> above = Sql.transaction(ground.database(), connection -> checked(connection, viewer, to));
        String staged = nonce.get();
        Node parent = ground.roots().copies();
        try (Room room =
                new Room(ground.database(), ground.quotas(), ground.quotas().over(above), 0)) {
            Run run = new Run(
                    viewer, above.getLast().owner(), above.get(1).name(), room, new Tally(progress), new long[1]);
            copy(run, source, parent, staged);
            return Sql.transaction(
                    ground.database(), connection -> place(connection, viewer, staged, source, to, room));
        } catch (IOException e) {
            throw new VospaceFault(Kind.INTERNAL_FAULT, "the bytes could not be copied: " + e.getMessage());
        } finally {
            discard(staged);
        }
    }

    private List<Node> checked(Connection connection, Viewer viewer, RequestPath to) throws SQLException {
        List<Node> above = moving.destinationParents(connection, viewer, to);
        Held.checkChildren(viewer, above);
        if (ground.rows().lockChild(connection, above.getLast(), to.name()) != null) {
            throw new VospaceFault(Kind.DUPLICATE_NODE, to, "");
        }
        return above;
    }

    private void copy(Run run, Node source, Node parent, String name) throws IOException {
        if (run.tally().isCancelled()) {
            throw new CancellationException("the copy was stopped");
        }
        NodeBytes bytes = source.bytes();
        StoredObject stored = bytes == null ? null : bytes(run, source, bytes);
        Node made = null;
        try {
            made = Sql.transaction(ground.database(), connection -> row(connection, run, source, parent, name, stored));
        } finally {
            if (made == null && stored != null) {
                ground.deleteBytes(stored.key().name());
            }
        }
        run.tally().copied(stored == null ? 0 : stored.sizeBytes());
        if (source.isContainer()) {
            Node container = made;
            looking.children(
                    run.viewer(), source, "", Long.MAX_VALUE, child -> copy(run, child, container, child.name()));
        }
    }

    private Node row(
            Connection connection, Run run, Node source, Node parent, String name, @Nullable StoredObject stored)
            throws SQLException {
        Map<String, String> properties = new HashMap<>(source.properties());
        String mediaType = properties.remove(Properties.TYPE);
        properties.remove(Properties.IMMUTABLE);
        properties.remove(Properties.IS_LOCKED);
        // Groups of another user have no business in this home.
        boolean own = source.owner().equals(run.owner()) && !source.isVirtual();
        if (own && !source.access().readGroups().isEmpty()) {
            properties.put(
                    Properties.GROUP_READ,
                    String.join(" ", new TreeSet<>(source.access().readGroups())));
        }
        boolean isPublic = source.access().isPublic();
        int accessClass = own
                ? source.access().accessClass()
                : ground.identities().accessClass(connection, isPublic, run.owner(), Set.of());
        Node made = ground.rows()
                .insert(
                        connection,
                        new NewNode(
                                parent.id(),
                                name,
                                source.type() == NodeType.NODE ? NodeType.DATA : source.type(),
                                run.owner(),
                                accessClass,
                                own ? source.writeGroups() : Set.of(),
                                properties,
                                source.target(),
                                mediaType,
                                stored == null
                                        ? null
                                        : new StoredBytes(
                                                stored.key().name(),
                                                stored.sizeBytes(),
                                                stored.md5(),
                                                stored.sha256())),
                        source.path().parent().child(name));
        if (stored != null) {
            Ledger.add(connection, parent.id(), stored.sizeBytes(), 1);
        }
        return Objects.requireNonNull(made);
    }

    private StoredObject bytes(Run run, Node source, NodeBytes bytes) throws IOException {
        looking.checkBytes(run.viewer(), source);
        run.bytes()[0] += bytes.size();
        run.room().need(run.bytes()[0]);
        ObjectReader reader = ground.store().open(bytes.key()).orElseThrow(() -> VospaceFault.notFound(source.path()));
        try (reader) {
            if (!bytes.cover(reader.object())) {
                throw VospaceFault.notFound(source.path());
            }
            ObjectKey key = new ObjectKey(ground.home(), run.space() + "/" + nonce.get() + "/" + source.name());
            return ground.store()
                    .put(
                            PutRequest.create(key, bytes.mediaType())
                                    .withLength(reader.object().sizeBytes())
                                    .withDigests(
                                            reader.object().md5(),
                                            reader.object().sha256()),
                            reader.object().sizeBytes() == 0
                                    ? InputStream.nullInputStream()
                                    : reader.stream(
                                            new ByteRange(0, reader.object().sizeBytes())));
        }
    }

    private Node place(Connection connection, Viewer viewer, String staged, Node source, RequestPath to, Room room)
            throws SQLException {
        Ledger.lock(connection);
        List<Node> above = checked(connection, viewer, to);
        Node node = Objects.requireNonNull(
                ground.rows().lockChild(connection, ground.roots().copies(), staged));
        Long promise = room.promise();
        if (promise != null) {
            Quotas.end(connection, promise);
        }
        relocation.putIn(connection, node, above, to.name());
        Node now = Objects.requireNonNull(ground.rows().lockChild(connection, above.getLast(), to.name()));
        exposure.describe(connection, above, now);
        Trail.record(
                connection,
                Trail.event(viewer, Action.NODE_COPY, Editing.with(above, now))
                        .with(Trail.SOURCE, source.path().plain()));
        return now;
    }

    /** What is left of a copy that was not put into its place. */
    private void discard(String staged) {
        Sql.transaction(ground.database(), connection -> {
            Ledger.lock(connection);
            return Sql.update(
                    connection,
                    "update archive.node set parent_id = ?, name = id::text where parent_id = ? and name = ?",
                    ground.roots().gone().id(),
                    ground.roots().copies().id(),
                    staged);
        });
    }
}
