package org.xingvo.dali.uws;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.dali.DaliFault;
import org.xingvo.dali.DaliFault.Kind;
import org.xingvo.dali.Parameters;
import org.xingvo.dali.Shown;
import org.xingvo.dali.auth.Caller;
import org.xingvo.dali.http.ClientWatch;
import org.xingvo.dali.http.RequestParameters.FilePart;
import org.xingvo.dali.http.RequestParameters.Form;
import org.xingvo.dali.uws.Job.JobParameter;

/**
 * The jobs of one service as their owners see them: who may do what, and when (UWS 1.1, section 2.2). A job that somebody
 * has made who said who he is belongs to him and to operators alone; one without owner belongs to whoever knows its name.
 * Thread-safe.
 */
public final class Jobs {
    private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);

    /** Parameters that steer the job and are not the runner's (sections 2.1.11, 2.2.3). */
    private static final Set<String> CONTROL = Set.of("PHASE", "ACTION", "EXECUTIONDURATION", "DESTRUCTION", "WAIT");

    /** Longest value of RUNID in characters. */
    private static final int LONGEST_RUN_ID = 1000;

    /** Brief jobs that are kept at once; there are more between two sweeps. */
    private static final int MOST_BRIEF = 200_000;

    private final JobList list;
    private final JobStore store;
    private final JobFiles files;
    private final JobBoard board;
    private final ClientMoves moves;

    public Jobs(JobList list, JobStore store, JobFiles files, JobBoard board) {
        this.list = list;
        this.store = store;
        this.files = files;
        this.board = board;
        this.moves = new ClientMoves(store, list);
    }

    public JobList list() {
        return list;
    }

    /** How many jobs there are in each phase, in all servers of the database. */
    public Map<Phase, Long> phases() throws IOException {
        return store.phases(list);
    }

    /**
     * Who asks.
     *
     * @param address of his machine, as far as it is known
     */
    public record Asker(Caller caller, String address) {
        /** Whose share of the server his jobs use, and whose jobs he gets listed. */
        String account() {
            return caller.user() == null ? "host:" + address : "user:" + caller.user();
        }
    }

    /**
     * Makes a job of whatever was sent: what is wrong with it is said when it runs.
     *
     * @throws DaliFault FORBIDDEN if the account has too many
     */
    public Job create(Asker asker, String publicUrl, Form form) throws IOException {
        Parameters parameters = form.parameters();
        boolean run = parameters
                .first("PHASE")
                .filter(word -> word.strip().equalsIgnoreCase("RUN"))
                .isPresent();
        String id = JobIds.fresh();
        checkWriting(asker, form);
        List<JobParameter> sent = kept(id, form);
        Job made = store.create(
                list,
                new JobStore.NewJob(
                        id,
                        asker.caller().user(),
                        asker.account(),
                        asker.address(),
                        publicUrl,
                        runId(sent, null),
                        JobStore.merged(list, List.of(), sent),
                        run,
                        parameters
                                .first("EXECUTIONDURATION")
                                .map(value -> list.limits().granted(duration(value)))
                                .orElse(null),
                        parameters
                                .first("DESTRUCTION")
                                .map(value -> JobTimes.parse("DESTRUCTION", value))
                                .orElse(null),
                        null));
        if (made == null) {
            files.removeAll(directory(id));
            throw tooMany();
        }
        return made;
    }

    private DaliFault tooMany() {
        return new DaliFault(
                Kind.FORBIDDEN,
                "Jobs: expected at most %d kept at once, found as many; delete some"
                        .formatted(list.limits().keptPerAccount()));
    }

    /**
     * Makes a job that a document describes.
     *
     * @param document XML for {@code jobInfo}; null: none
     * @param run true: it is to be run at once
     * @throws DaliFault FORBIDDEN if the account has too many
     */
    public Job create(
            Asker asker, String publicUrl, @Nullable String document, List<JobParameter> parameters, boolean run) {
        Job made = store.create(
                list,
                new JobStore.NewJob(
                        JobIds.fresh(),
                        asker.caller().user(),
                        asker.account(),
                        asker.address(),
                        publicUrl,
                        null,
                        parameters,
                        run,
                        null,
                        null,
                        document));
        if (made == null) {
            throw tooMany();
        }
        return made;
    }

    // Work that clients do -----------------------------------------------------------------------------------

    /** A name for a job that is about to be made. */
    public static String freshId() {
        return JobIds.fresh();
    }

    /**
     * Makes a brief job that is EXECUTING, by the client, or has failed: it has no files, counts against no limit of its
     * account, and is forgotten soon after its end. A crash may lose it, see {@link ClientMoves}.
     *
     * @param id from {@link #freshId}
     * @param error why it has failed; null: it has not
     * @param kept how long the client may take
     */
    public Job brief(
            Asker asker,
            String id,
            String publicUrl,
            String document,
            List<Job.Link> links,
            @Nullable String error,
            Duration kept) {
        return moves.create(new ClientMoves.Brief(
                id, asker.caller().user(), asker.account(), publicUrl, document, links, error, kept));
    }

    /** Says that the client may begin with a job that was PENDING; the job as it is then, whoever changed it. */
    public Job begin(Asker asker, Job job, String document, List<Job.Link> links) {
        Job begun = moves.begin(job, document, links);
        return begun == null ? find(asker, job.id()) : begun;
    }

    /** Says that a job cannot be done that is PENDING or a client's; the job as it is then. */
    public Job fail(Asker asker, Job job, String document, String error) {
        Job failed = moves.fail(job, document, new Job.JobError(error, false));
        return failed == null ? find(asker, job.id()) : failed;
    }

    /** Says that the client has done what a job was about; unknown and ended jobs are fine. */
    public void done(String id) {
        moves.done(id);
    }

    /** A job for whoever knows its name; null: there is none. */
    public @Nullable Job known(String id) {
        return store.find(list, id);
    }

    /** True if a client may still work on a job. */
    public boolean isOpen(String id) {
        Job job = store.find(list, id);
        return job != null && job.phase() == Phase.EXECUTING;
    }

    /**
     * The job as it is now.
     *
     * @throws DaliFault NOT_FOUND; UNAUTHORIZED or FORBIDDEN if it is somebody else's
     */
    public Job find(Asker asker, String id) {
        return visible(asker, id, store.find(list, id));
    }

    /**
     * The job when its phase has changed, at the end of some time, or at once if nothing will happen (section 2.2.1.2).
     *
     * @param seconds longest time to wait; negative: as long as the list allows
     * @param phase wait only if it is in this one; null: in any active one
     */
    public Job await(Asker asker, String id, long seconds, @Nullable Phase phase) {
        return await(asker, id, seconds, phase, gone -> ClientWatch.Watch.NONE);
    }

    /**
     * The same for a client that may go away, after which nobody waits.
     *
     * @param client looks after him until it is closed
     */
    Job await(
            Asker asker, String id, long seconds, @Nullable Phase phase, Function<Runnable, ClientWatch.Watch> client) {
        Duration longest = list.limits().longestWait();
        Duration left = seconds < 0 || seconds > longest.toSeconds() ? longest : Duration.ofSeconds(seconds);
        long end = System.nanoTime() + left.toNanos();
        try (JobBoard.Watch watch = board.watch(id);
                ClientWatch.Watch _ = client.apply(watch::giveUp)) {
            Job first = find(asker, id);
            Job now = first;
            while (now.phase() == first.phase() && now.phase().active() && (phase == null || phase == now.phase())) {
                long nanos = end - System.nanoTime();
                if (nanos <= 0 || !watch.await(Duration.ofNanos(nanos))) {
                    break;
                }
                now = find(asker, id);
            }
            return now;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DaliFault(Kind.OVERLOADED, "The server is stopping", e);
        }
    }

    /** The jobs that the asker may see without knowing their names. */
    List<Job> list(Asker asker, JobFilter filter) {
        return store.list(list, asker.caller().operator() ? null : asker.account(), filter);
    }

    /** Adds parameters to a job that is PENDING, or replaces some. */
    public void setParameters(Asker asker, String id, Form form) throws IOException {
        checkWriting(asker, form);
        List<JobParameter> sent = kept(id, form);
        while (true) {
            Job job = find(asker, id);
            require(job.phase() == Phase.PENDING, job, "its parameters may be changed");
            if (sent.isEmpty()) {
                return;
            }
            Job changed =
                    store.setParameters(job, JobStore.merged(list, job.parameters(), sent), runId(sent, job.runId()));
            if (changed != null) {
                return;
            }
        }
    }

    /** What {@code POST phase} asks for: RUN or ABORT. What is so already stays so. */
    public void setPhase(Asker asker, String id, Parameters parameters) {
        String word = parameters.required("PHASE").strip().toUpperCase(Locale.ROOT);
        Job job = find(asker, id);
        switch (word) {
            case "RUN" -> {
                if (store.run(job) == null) {
                    Job now = find(asker, id);
                    boolean already = now.phase() == Phase.QUEUED || now.phase() == Phase.EXECUTING;
                    require(already, now, "it may be run");
                }
            }
            case "ABORT" -> store.abort(job);
            default ->
                throw new DaliFault(
                        Kind.USAGE, "Parameter PHASE: expected RUN or ABORT, found '%s'".formatted(Shown.of(word)));
        }
    }

    public void setDuration(Asker asker, String id, Parameters parameters) {
        Duration asked = duration(parameters.required("EXECUTIONDURATION"));
        Job job = find(asker, id);
        if (store.setDuration(job, list.limits().granted(asked)) == null) {
            require(false, find(asker, id), "its executionduration may be changed");
        }
    }

    public void setDestruction(Asker asker, String id, Parameters parameters) {
        Instant asked = JobTimes.parse("DESTRUCTION", parameters.required("DESTRUCTION"));
        Job job = find(asker, id);
        if (store.setDestruction(job, list.limits().granted(asked, job.created())) == null) {
            throw unknown(id);
        }
    }

    /** Removes a job with all its results; when this returns it is gone for everybody. */
    public void delete(Asker asker, String id) {
        store.hide(find(asker, id));
        try {
            purge(1);
        } catch (IOException | DaliFault e) {
            LOG.warn("Files of a deleted job are removed later: {}", e.getMessage());
        }
    }

    /** Removes jobs whose time has come, with their files. */
    void sweep() throws IOException {
        store.hideExpired(list);
        purge(Integer.MAX_VALUE);
        moves.forget(MOST_BRIEF);
    }

    private void purge(int most) throws IOException {
        int done = 0;
        while (done < most && store.purge(list, job -> files.removeAll(job.list() + "/" + job.id() + "/"))) {
            done++;
        }
    }

    /** Where the files of a job are. */
    String directory(String id) {
        return list.name() + "/" + id + "/";
    }

    private Job visible(Asker asker, String id, @Nullable Job job) {
        if (job == null) {
            throw unknown(id);
        }
        Caller caller = asker.caller();
        if (job.owner() == null || caller.operator() || job.owner().equals(caller.user())) {
            return job;
        }
        throw caller.user() == null
                ? new DaliFault(Kind.UNAUTHORIZED, "Job %s: expected its owner, found nobody".formatted(job.id()))
                : new DaliFault(Kind.FORBIDDEN, "Job %s: expected its owner, found another user".formatted(job.id()));
    }

    private static DaliFault unknown(String id) {
        return new DaliFault(
                Kind.NOT_FOUND, "Job '%s': expected one of this service, found none".formatted(Shown.of(id)));
    }

    private static void require(boolean legal, Job job, String what) {
        if (!legal) {
            throw new DaliFault(
                    Kind.FORBIDDEN, "Job %s: it is %s, and %s only before that".formatted(job.id(), job.phase(), what));
        }
    }

    private void checkWriting(Asker asker, Form form) {
        for (String name : form.fields().keySet()) {
            if (list.writing().contains(name.toUpperCase(Locale.ROOT))
                    && !asker.caller().writes()) {
                throw new DaliFault(
                        Kind.FORBIDDEN,
                        "Parameter %s: expected a token of scope write or admin, found one for reading"
                                .formatted(Shown.of(name)));
            }
        }
    }

    /** What was sent but for control parameters, with the files among it put away. */
    private List<JobParameter> kept(String id, Form form) throws IOException {
        List<JobParameter> sent = new ArrayList<>();
        for (Map.Entry<String, List<String>> field : form.fields().entrySet()) {
            if (!CONTROL.contains(field.getKey().toUpperCase(Locale.ROOT))) {
                for (String value : field.getValue()) {
                    sent.add(new JobParameter(text(field.getKey()), text(value), null));
                }
            }
        }
        for (FilePart part : form.files()) {
            String file = directory(id) + "in/" + JobIds.fresh();
            files.put(file, "application/octet-stream", out -> {
                try (InputStream in = part.content().open()) {
                    in.transferTo(out);
                }
            });
            sent.add(new JobParameter(text(part.name()), "", file));
        }
        return sent;
    }

    /** The database holds no NUL, and XML neither. */
    private static String text(String sent) {
        return sent.replace('\0', '\uFFFD');
    }

    private static @Nullable String runId(List<JobParameter> sent, @Nullable String before) {
        String runId = before;
        for (JobParameter each : sent) {
            if (each.name().equalsIgnoreCase("RUNID")) {
                runId = each.value().length() > LONGEST_RUN_ID
                        ? each.value().substring(0, LONGEST_RUN_ID)
                        : each.value();
            }
        }
        return runId;
    }

    private static Duration duration(String text) {
        String digits = text.strip();
        if (!digits.matches("[+-]?[0-9]+(\\.[0-9]*)?")) {
            throw new DaliFault(
                    Kind.USAGE,
                    "Parameter EXECUTIONDURATION: expected whole seconds, found '%s'".formatted(Shown.of(text)));
        }
        String whole = digits.replaceFirst("\\..*", "");
        return Duration.ofSeconds(whole.length() > 10 ? 0 : Long.parseLong(whole));
    }
}
