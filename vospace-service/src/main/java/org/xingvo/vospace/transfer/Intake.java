package org.xingvo.vospace.transfer;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.http.ExpectedDigests;
import org.xingvo.dali.http.MediaTypes;
import org.xingvo.storage.PutRequest;
import org.xingvo.storage.Store;
import org.xingvo.storage.StoredObject;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.node.NodeChange;
import org.xingvo.vospace.node.Properties;
import org.xingvo.vospace.node.Viewer;
import org.xingvo.vospace.tree.Room;
import org.xingvo.vospace.tree.Tree;
import org.xingvo.vospace.tree.Tree.Place;

/**
 * Takes bytes into nodes: durable in the store first, then a node of the tree, so that there is never a node without its
 * bytes. Thread-safe.
 */
public final class Intake {
    private static final int SNIFFED_BYTES = 16;

    private final Tree tree;
    private final Store store;
    private final Busy busy;

    public Intake(Tree tree, Store store, Busy busy) {
        this.tree = tree;
        this.store = store;
        this.busy = busy;
    }

    /**
     * What is known of bytes before they come. Immutable.
     *
     * @param length -1: not known
     * @param mediaType as the sender says; null: he does not
     */
    public record Announced(long length, @Nullable String mediaType, ExpectedDigests digests) {
        public static final ExpectedDigests ANY = new ExpectedDigests(null, null);
    }

    /**
     * Reads a body to its end and makes it the node's bytes; if this throws nothing has changed.
     *
     * @param clears true: what users have said of an earlier node of that name is forgotten, but not who may see it
     */
    public StoredObject take(Viewer viewer, Place place, InputStream in, Announced announced, boolean clears)
            throws IOException {
        try (Busy.Mark _ = busy.mark(place.path());
                Room room = tree.room(place)) {
            room.need(Math.max(0, announced.length()));
            BufferedInputStream body = new BufferedInputStream(in, 64 * 1024);
            body.mark(SNIFFED_BYTES);
            byte[] start = body.readNBytes(SNIFFED_BYTES);
            body.reset();
            Node existing = place.existing();
            String mediaType = MediaTypes.of(
                    announced.mediaType(),
                    existing == null ? null : existing.properties().get(Properties.TYPE),
                    place.path().name(),
                    start);
            StoredObject stored = store.put(
                    PutRequest.create(place.key(), mediaType)
                            .withLength(announced.length())
                            .withDigests(
                                    announced.digests().md5(),
                                    announced.digests().sha256()),
                    room.metered(body));
            tree.commit(viewer, place, room, stored, mediaType);
            if (clears && existing != null) {
                clear(viewer, existing);
            }
            return stored;
        }
    }

    private void clear(Viewer viewer, Node existing) {
        Map<String, Optional<String>> none = new LinkedHashMap<>();
        for (String uri : existing.properties().keySet()) {
            if (!uri.equals(Properties.TYPE)) {
                none.put(uri, Optional.empty());
            }
        }
        if (!none.isEmpty()) {
            tree.change(viewer, existing.path(), new NodeChange(null, null, null, null, null, none, Map.of()));
        }
    }
}
