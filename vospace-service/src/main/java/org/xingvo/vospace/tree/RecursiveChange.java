package org.xingvo.vospace.tree;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.xingvo.dali.http.RequestPath;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.node.NodeChange;
import org.xingvo.vospace.node.Viewer;
import org.xingvo.vospace.node.VospaceFault;

/** Changes nodes with everything below them, one by one, from the top down. Links are changed, not followed. */
final class RecursiveChange {
    private final Looking looking;
    private final Editing editing;

    RecursiveChange(Looking looking, Editing editing) {
        this.looking = looking;
        this.editing = editing;
    }

    Outcome change(Viewer viewer, RequestPath path, NodeChange change, Progress progress) {
        Node top = looking.get(viewer, path);
        Tally tally = new Tally(progress);
        change(viewer, top, change, tally);
        return tally.outcome();
    }

    private void change(Viewer viewer, Node node, NodeChange change, Tally tally) {
        if (tally.isCancelled()) {
            return;
        }
        try {
            editing.change(viewer, node.path(), change);
            tally.done(1);
        } catch (VospaceFault e) {
            tally.failed(1);
        }
        if (node.isContainer()) {
            try {
                looking.children(viewer, node, "", Long.MAX_VALUE, child -> change(viewer, child, change, tally));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
