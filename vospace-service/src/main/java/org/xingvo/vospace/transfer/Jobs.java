package org.xingvo.vospace.transfer;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.auth.Caller;
import org.xingvo.vospace.xml.TransferDocument;

/**
 * The transfers of this process, the youngest so many of them. Thread-safe. They live in memory: all that a client needs
 * to finish is in its signed URL.
 */
public final class Jobs {
    private static final int MAX_JOBS = 20_000;

    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Job> jobs = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Job> eldest) {
            return size() > MAX_JOBS;
        }
    };

    public Jobs(InstantSource clock) {
        this.clock = clock;
    }

    /** A job in phase PENDING; its id cannot be guessed. */
    public Job create(Caller owner, TransferDocument asked) {
        Job job = Job.pending(nonce(), owner.user(), asked, clock.instant());
        synchronized (jobs) {
            jobs.put(job.id(), job);
        }
        return job;
    }

    /** 96 random bits as text. */
    public String nonce() {
        byte[] bits = new byte[12];
        random.nextBytes(bits);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }

    /** A job that the caller may see: its owner's, anybody's if its owner was anonymous. */
    public Optional<Job> find(Caller caller, String id) {
        Job job;
        synchronized (jobs) {
            job = jobs.get(id);
        }
        return Optional.ofNullable(job).filter(found -> mayBeSeen(caller, found));
    }

    public List<Job> of(Caller caller) {
        Instant oldest = clock.instant().minus(Job.KEPT);
        synchronized (jobs) {
            return jobs.values().stream()
                    .filter(job -> caller.user() != null && caller.user().equals(job.owner()))
                    .filter(job -> job.created().isAfter(oldest))
                    .toList();
        }
    }

    public void delete(Job job) {
        synchronized (jobs) {
            jobs.remove(job.id());
        }
    }

    public Job execute(Job job, TransferDocument agreed) {
        return change(job.id(), now -> now.executing(agreed, clock.instant()), job);
    }

    public Job fail(Job job, String fault, String message) {
        return change(job.id(), now -> now.failed(fault, message, clock.instant()), job);
    }

    public Job abort(Job job) {
        return change(job.id(), now -> now.ended(Job.Phase.ABORTED, clock.instant()), job);
    }

    /** Says that the bytes of a transfer have moved; unknown ids are fine. */
    public void complete(String id) {
        synchronized (jobs) {
            jobs.computeIfPresent(
                    id, (key, job) -> job.phase().isFinal() ? job : job.ended(Job.Phase.COMPLETED, clock.instant()));
        }
    }

    private Job change(String id, UnaryOperator<Job> step, Job known) {
        synchronized (jobs) {
            Job changed = jobs.computeIfPresent(id, (key, job) -> job.phase().isFinal() ? job : step.apply(job));
            return changed == null ? step.apply(known) : changed;
        }
    }

    private static boolean mayBeSeen(Caller caller, Job job) {
        @Nullable String owner = job.owner();
        return owner == null || caller.operator() || owner.equals(caller.user());
    }
}
