package org.xingvo.tap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.xingvo.dali.DaliFault;
import org.xingvo.dali.Parameters;
import org.xingvo.dali.auth.Identities;
import org.xingvo.dali.auth.IdentityException;
import org.xingvo.dali.auth.Visibility;
import org.xingvo.dali.uws.Cancel;
import org.xingvo.dali.uws.Job;
import org.xingvo.dali.uws.JobLimits;
import org.xingvo.dali.uws.JobList;
import org.xingvo.dali.uws.JobRunner;
import org.xingvo.tap.db.StatementCancel;

/**
 * Runs the queries of jobs: as their owner may see the tables when they run, with the addresses that he used when he made
 * them. Thread-safe.
 */
public final class QueryJobs implements JobRunner {
    /** The executor stops a job at its time limit and says so; the database's own limit is behind that. */
    private static final Duration AFTER_LIMIT = Duration.ofSeconds(30);

    private final Queries queries;
    private final Identities identities;

    /** @param queries on connections that synchronous requests do not wait for */
    public QueryJobs(Queries queries, Identities identities) {
        this.queries = queries;
        this.identities = identities;
    }

    /** The list of the jobs of TAP; UPLOAD may be sent in several requests. */
    public static JobList list(JobLimits limits) {
        return new JobList("tap", AsyncResource.PATH, Set.of("UPLOAD"), limits);
    }

    @Override
    public void run(Job job, Cancel cancel, Results results) throws IOException {
        TapConfig config = queries.config();
        TapConfig.UserLimits limits = job.owner() == null ? config.anonymous() : config.signedIn();
        TapRequest request = TapRequest.of(parameters(job), limits.maxrec());
        try {
            boolean _ = queries.withTablesOfNow(() -> {
                answer(request, job, cancel, results);
                return true;
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void answer(TapRequest request, Job job, Cancel cancel, Results results) {
        TapAnswer answer = request.compile(queries, visibility(job), URI.create(job.publicUrl()));
        StatementCancel statement = new StatementCancel();
        cancel.onRequest(statement::cancel);
        try {
            results.add(
                    "result",
                    answer.contentType(),
                    answer.fileName(),
                    out -> answer.write(out, job.executionDuration().plus(AFTER_LIMIT), statement));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Visibility visibility(Job job) {
        try {
            return identities.visibilityOf(identities.callerNamed(job.owner()));
        } catch (IdentityException.BadCredentials e) {
            throw new DaliFault(DaliFault.Kind.FORBIDDEN, "The owner of the job is no user any more", e);
        }
    }

    private static Parameters parameters(Job job) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (Job.JobParameter parameter : job.parameters()) {
            if (parameter.file() == null) {
                fields.computeIfAbsent(parameter.name(), k -> new ArrayList<>()).add(parameter.value());
            }
        }
        return Parameters.of(fields);
    }
}
