package org.xingvo.vospace.transfer;

import org.xingvo.dali.uws.Cancel;
import org.xingvo.dali.uws.Job;
import org.xingvo.dali.uws.JobRunner.Results;
import org.xingvo.vospace.node.Viewer;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.node.VospaceFault.Kind;
import org.xingvo.vospace.xml.TransferDocument;

/** Work on whole trees that jobs do. Thread-safe. */
@SuppressWarnings("DoNotCallSuggester")
public final class TreeWork {
    void run(String operation, Viewer viewer, Job job, Cancel cancel, Results results) {
        throw new VospaceFault(Kind.OPERATION_NOT_SUPPORTED, operation);
    }

    void moveOrCopy(Viewer viewer, TransferDocument asked, Results results) {
        throw new VospaceFault(Kind.OPERATION_NOT_SUPPORTED, "direction: " + asked.direction());
    }
}
