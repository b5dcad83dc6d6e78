package org.xingvo.vospace.transfer;

import java.io.IOException;
import org.xingvo.dali.DaliFault;
import org.xingvo.dali.auth.Identities;
import org.xingvo.dali.uws.Cancel;
import org.xingvo.dali.uws.Job;
import org.xingvo.dali.uws.JobRunner;
import org.xingvo.storage.StorageException;
import org.xingvo.vospace.node.NodeUri;
import org.xingvo.vospace.node.Viewer;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.node.VospaceFault.Kind;
import org.xingvo.vospace.tree.Tree;
import org.xingvo.vospace.xml.TransferDocument;

/**
 * Runs the jobs of a space that the service does itself, with the rights that their owner has when they run. Thread-safe.
 */
public final class SpaceRunner implements JobRunner {
    /** Name of the parameter that says which kind of work on a tree a job is. */
    public static final String OPERATION = "OPERATION";

    private final Tree tree;
    private final NodeUri uris;
    private final Identities identities;
    private final Fetching fetching;
    private final Sending sending;
    private final TreeWork work;

    public SpaceRunner(
            Tree tree, NodeUri uris, Identities identities, Fetching fetching, Sending sending, TreeWork work) {
        this.tree = tree;
        this.uris = uris;
        this.identities = identities;
        this.fetching = fetching;
        this.sending = sending;
        this.work = work;
    }

    @Override
    public void run(Job job, Cancel cancel, Results results) throws IOException {
        try {
            Viewer viewer = tree.viewer(identities.callerNamed(job.owner()).from(job.address()));
            String operation = job.parameters().stream()
                    .filter(parameter -> parameter.name().equals(OPERATION))
                    .map(Job.JobParameter::value)
                    .findFirst()
                    .orElse("");
            if (!operation.isEmpty()) {
                work.run(operation, viewer, job, cancel, results);
            } else {
                transfer(viewer, job, cancel, results);
            }
        } catch (VospaceFault fault) {
            throw new DaliFault(DaliFault.Kind.USAGE, fault.told(uris), fault);
        } catch (StorageException e) {
            throw new DaliFault(DaliFault.Kind.USAGE, refused(e), e);
        }
    }

    private void transfer(Viewer viewer, Job job, Cancel cancel, Results results) throws IOException {
        String document = job.about().document();
        if (document == null) {
            throw new VospaceFault(Kind.INTERNAL_FAULT, "a job without a transfer");
        }
        TransferDocument asked = TransferDocument.of(document);
        switch (Directions.of(asked)) {
            case PULL_TO -> fetching.run(viewer, asked, cancel, results);
            case PUSH_FROM -> sending.run(viewer, asked, cancel, results);
            case WITHIN -> work.moveOrCopy(viewer, job, asked, cancel, results);
            case PUSH_TO, PULL_FROM ->
                throw new VospaceFault(
                        Kind.OPERATION_NOT_SUPPORTED, "direction: the client runs " + asked.direction() + " itself");
        }
    }

    private static String refused(StorageException e) {
        return switch (e) {
            case StorageException.QuotaExceeded full -> Kind.QUOTA_EXCEEDED.faultName() + " " + full.getMessage();
            case StorageException.TooLarge large -> Kind.REQUEST_TOO_LARGE.faultName() + " " + large.getMessage();
            case StorageException.BodyMismatch other -> Kind.INVALID_DATA.faultName() + " " + other.getMessage();
            default -> Kind.INTERNAL_FAULT.faultName() + " the store could not do it";
        };
    }
}
