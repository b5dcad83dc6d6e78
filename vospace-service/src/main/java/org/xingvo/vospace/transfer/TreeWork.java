package org.xingvo.vospace.transfer;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.xingvo.dali.http.RequestPath;
import org.xingvo.dali.uws.Cancel;
import org.xingvo.dali.uws.Job;
import org.xingvo.dali.uws.Job.JobParameter;
import org.xingvo.dali.uws.JobRunner.Results;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.node.NodeBytes;
import org.xingvo.vospace.node.NodeChange;
import org.xingvo.vospace.node.NodeUri;
import org.xingvo.vospace.node.Viewer;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.node.VospaceFault.Kind;
import org.xingvo.vospace.tree.Outcome;
import org.xingvo.vospace.tree.Progress;
import org.xingvo.vospace.tree.Tree;
import org.xingvo.vospace.xml.TransferDocument;

/** Work on whole trees that jobs do: moves and copies (VOSpace 2.1, section 6.2), deletion, properties, size. Thread-safe. */
public final class TreeWork {
    public static final String DELETE = "delete";
    public static final String PROPERTIES = "setprops";
    public static final String SIZE = "size";

    /** Name of the parameter with the node that it is about. */
    public static final String TARGET = "TARGET";

    /** Name of a parameter with a property, a blank, and its value. */
    public static final String SET = "SET";

    /** Name of a parameter with a property that is to go. */
    public static final String CLEAR = "CLEAR";

    private final Tree tree;
    private final NodeUri uris;
    private final String authority;

    public TreeWork(Tree tree, NodeUri uris, String authority) {
        this.tree = tree;
        this.uris = uris;
        this.authority = authority;
    }

    void run(String operation, Viewer viewer, Job job, Cancel cancel, Results results) throws IOException {
        String target = job.parameters().stream()
                .filter(parameter -> parameter.name().equals(TARGET))
                .map(JobParameter::value)
                .findFirst()
                .orElseThrow(() -> VospaceFault.invalidArgument("target: expected the URI of a node, found none"));
        RequestPath path = uris.path(target);
        Progress progress = (done, failed, bytes) -> {
            results.progress(done, null);
            return !cancel.requested();
        };
        switch (operation) {
            case DELETE -> tell(tree.deleteAll(viewer, path, progress), results);
            case PROPERTIES -> tell(tree.changeAll(viewer, path, change(job), progress), results);
            case SIZE -> size(viewer, path, cancel, results);
            default -> throw new VospaceFault(Kind.OPERATION_NOT_SUPPORTED, operation);
        }
    }

    private NodeChange change(Job job) {
        Map<String, Optional<String>> properties = new HashMap<>();
        for (JobParameter parameter : job.parameters()) {
            int blank = parameter.value().indexOf(' ');
            if (parameter.name().equals(CLEAR)) {
                properties.put(parameter.value(), Optional.empty());
            } else if (parameter.name().equals(SET) && blank > 0) {
                properties.put(
                        parameter.value().substring(0, blank),
                        Optional.of(parameter.value().substring(blank + 1)));
            }
        }
        return NodeChange.of(properties, null, authority);
    }

    /** Counts as clients read them; a count of errors that is there at all is a failure to them. */
    private static void tell(Outcome outcome, Results results) {
        results.link("successcount", "final:" + outcome.done());
        if (outcome.failed() > 0) {
            results.link("errorcount", "final:" + outcome.failed());
        }
    }

    private void size(Viewer viewer, RequestPath path, Cancel cancel, Results results) throws IOException {
        Sum sum = new Sum();
        add(viewer, tree.get(viewer, path), sum, cancel, results);
        results.link("size", "final:" + sum.bytes);
        results.link("successcount", "final:" + sum.nodes);
    }

    /** One thread. */
    private static final class Sum {
        private long nodes;
        private long bytes;
    }

    private void add(Viewer viewer, Node node, Sum sum, Cancel cancel, Results results) throws IOException {
        if (cancel.requested()) {
            return;
        }
        NodeBytes bytes = node.bytes();
        sum.nodes++;
        sum.bytes += bytes == null ? 0 : bytes.size();
        results.progress(sum.nodes, null);
        if (node.isContainer()) {
            tree.children(viewer, node, "", Long.MAX_VALUE, child -> add(viewer, child, sum, cancel, results));
        }
    }

    /** Within the space: the direction is where the node goes. */
    void moveOrCopy(Viewer viewer, Job job, TransferDocument asked, Cancel cancel, Results results) {
        RequestPath from = uris.path(asked.target());
        RequestPath to = uris.path(asked.direction());
        if (to.name().equals(Negotiator.AUTO)) {
            to = to.parent().child(job.id());
        }
        // A process that died may have done it without saying so.
        Optional<Node> before =
                job.attempts() > 1 ? tree.placedBefore(viewer, from, to, job.created()) : Optional.empty();
        if (before.isPresent()) {
            results.link("destination", uris.of(before.get().path()));
            return;
        }
        Node placed = Boolean.TRUE.equals(asked.keepBytes())
                ? tree.copy(viewer, from, to, (done, failed, bytes) -> {
                    results.progress(done, null);
                    return !cancel.requested();
                })
                : tree.move(viewer, from, to);
        if (placed != null) {
            results.link("destination", uris.of(placed.path()));
        }
    }
}
