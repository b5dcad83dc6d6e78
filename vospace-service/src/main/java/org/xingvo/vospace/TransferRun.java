package org.xingvo.vospace;

import java.net.URI;
import java.util.List;
import org.xingvo.dali.uws.Job;
import org.xingvo.dali.uws.Jobs;
import org.xingvo.dali.uws.Jobs.Asker;
import org.xingvo.vospace.node.NodeUri;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.transfer.Negotiator;
import org.xingvo.vospace.transfer.SignedUrls;
import org.xingvo.vospace.tree.Tree;
import org.xingvo.vospace.xml.TransferDocument;

/** Takes a transfer job as far as the service can: the bytes are moved by the client. Thread-safe. */
final class TransferRun {
    private final Tree tree;
    private final NodeUri uris;
    private final Negotiator negotiator;
    private final Jobs jobs;

    TransferRun(Tree tree, NodeUri uris, Negotiator negotiator, Jobs jobs) {
        this.tree = tree;
        this.uris = uris;
        this.negotiator = negotiator;
        this.jobs = jobs;
    }

    /** A new job in phase EXECUTING with endpoints, or in phase ERROR with the fault. */
    Job now(Asker asker, TransferDocument asked, URI base) {
        String id = Jobs.freshId();
        String document;
        List<Job.Link> links;
        String error = null;
        try {
            Negotiator.Agreed agreed =
                    negotiator.agree(tree.viewer(asker.caller()), asked, id + SignedUrls.UNCHECKED, base);
            document = agreed.document().fragment();
            links = agreed.links();
        } catch (VospaceFault fault) {
            document = asked.withProtocols(List.of()).fragment();
            links = List.of(Negotiator.DETAILS);
            error = fault.told(uris);
        }
        return jobs.brief(asker, id, base.toString(), document, links, error, SignedUrls.VALIDITY);
    }

    /** A job that was PENDING, in phase EXECUTING with endpoints, or in phase ERROR with the fault. */
    Job begin(Asker asker, Job job, TransferDocument asked, URI base) {
        try {
            Negotiator.Agreed agreed = negotiator.agree(tree.viewer(asker.caller()), asked, job.id(), base);
            return jobs.begin(asker, job, agreed.document().fragment(), agreed.links());
        } catch (VospaceFault fault) {
            return jobs.fail(asker, job, asked.withProtocols(List.of()).fragment(), fault.told(uris));
        }
    }
}
