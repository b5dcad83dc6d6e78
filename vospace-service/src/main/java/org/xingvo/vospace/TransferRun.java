package org.xingvo.vospace;

import java.net.URI;
import org.xingvo.dali.auth.Caller;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.transfer.Job;
import org.xingvo.vospace.transfer.Jobs;
import org.xingvo.vospace.transfer.Negotiator;
import org.xingvo.vospace.tree.Tree;

/** Runs a transfer job as far as the service can: the bytes are moved by the client. */
final class TransferRun {
    private TransferRun() {}

    /** The job with endpoints in phase EXECUTING, or with the fault in phase ERROR. */
    static Job run(Tree tree, Negotiator negotiator, Jobs jobs, Caller caller, Job job, URI base) {
        try {
            return jobs.execute(job, negotiator.agree(tree.viewer(caller), job.asked(), job.id(), base));
        } catch (VospaceFault fault) {
            return jobs.fail(job, fault.kind().faultName(), String.valueOf(fault.getMessage()));
        }
    }
}
