package org.xingvo.tap;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xingvo.dali.DaliFault;
import org.xingvo.dali.Parameters;
import org.xingvo.dali.auth.Caller;
import org.xingvo.dali.auth.Identities;
import org.xingvo.dali.auth.IdentityException;
import org.xingvo.dali.http.SentBytes;
import org.xingvo.dali.uws.Cancel;
import org.xingvo.dali.uws.Job;
import org.xingvo.dali.uws.JobFiles;
import org.xingvo.dali.uws.JobLimits;
import org.xingvo.dali.uws.JobList;
import org.xingvo.dali.uws.JobRunner;
import org.xingvo.dali.uws.Jobs;
import org.xingvo.tap.db.StatementCancel;
import org.xingvo.tap.upload.UploadDesk;
import org.xingvo.tap.upload.UploadLimits;
import org.xingvo.tap.upload.UploadPlace;
import org.xingvo.tap.upload.Uploads;

/**
 * Runs the queries of jobs: as their owner may see the tables when they run, with the addresses that he used when he made
 * them. Thread-safe.
 */
public final class QueryJobs implements JobRunner {
    /** The executor stops a job at its time limit and says so; the database's own limit is behind that. */
    private static final Duration AFTER_LIMIT = Duration.ofSeconds(30);

    private final Queries queries;
    private final Identities identities;
    private final UploadDesk desk;
    private final JobFiles files;
    private final Delivery delivery;

    /**
     * @param queries on connections that synchronous requests do not wait for
     * @param desk where uploads are found
     * @param files that were sent with jobs
     * @param delivery brings results where DEST says
     */
    public QueryJobs(Queries queries, Identities identities, UploadDesk desk, JobFiles files, Delivery delivery) {
        this.queries = queries;
        this.identities = identities;
        this.desk = desk;
        this.files = files;
        this.delivery = delivery;
    }

    /** The list of the jobs of TAP; UPLOAD may be sent in several requests. */
    public static JobList list(JobLimits limits) {
        return new JobList("tap", AsyncResource.PATH, Set.of("UPLOAD"), Set.of("DEST"), limits);
    }

    @Override
    public void run(Job job, Cancel cancel, Results results) throws IOException {
        TapConfig config = queries.config();
        TapConfig.UserLimits limits = job.owner() == null ? config.anonymous() : config.signedIn();
        TapRequest request = TapRequest.of(parameters(job), limits.maxrec(), desk.limits());
        if (request.destination() != null) {
            delivery.check(owner(job), request.destination());
        }
        try (Uploads uploads = open(request, job)) {
            boolean _ = queries.withTablesOfNow(() -> {
                answer(request, uploads, job, cancel, results);
                return true;
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private Uploads open(TapRequest request, Job job) {
        if (request.uploads().isEmpty()) {
            return Uploads.none();
        }
        UploadPlace.Client client = new UploadPlace.Client(
                new Jobs.Asker(owner(job), ""), URI.create(job.publicUrl()), job.executionDuration());
        return desk.open(request.uploads(), name -> sent(job, name), client);
    }

    /** What was sent with the job under that name. */
    private Optional<SentBytes> sent(Job job, String name) throws IOException {
        for (Job.JobParameter parameter : job.parameters()) {
            if (parameter.name().equals(name)) {
                if (parameter.file() == null) {
                    return Optional.of(new SentBytes.InMemory(parameter.value().getBytes(StandardCharsets.UTF_8)));
                }
                Optional<InputStream> file = files.read(parameter.file());
                if (file.isPresent()) {
                    try (InputStream in = file.get()) {
                        UploadLimits limits = desk.limits();
                        return Optional.of(limits.space().take(in, "Upload", limits.bytes()));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private void answer(TapRequest request, Uploads uploads, Job job, Cancel cancel, Results results) {
        TapAnswer answer = request.compile(
                queries,
                Asker.of(identities, owner(job)),
                uploads,
                URI.create(job.publicUrl()),
                "/" + AsyncResource.PATH + "/" + job.id());
        StatementCancel statement = new StatementCancel();
        cancel.onRequest(statement::cancel);
        JobFiles.Content content =
                out -> answer.write(out, job.executionDuration().plus(AFTER_LIMIT), statement);
        try {
            if (request.destination() == null) {
                results.add("result", answer.contentType(), answer.fileName(), content);
            } else {
                URI where = delivery.deliver(
                        owner(job),
                        request.destination(),
                        URI.create(job.publicUrl()),
                        answer.fileName(),
                        answer.contentType(),
                        content);
                results.link("result", where.toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Caller owner(Job job) {
        try {
            return identities.callerNamed(job.owner()).from(job.address());
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
