package org.xingvo.dali.uws;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A job as it was when it was read (UWS 1.1, section 2.1.2). Times in UTC, whole milliseconds. Immutable.
 *
 * @param id letters and digits, unguessable
 * @param list the service whose job it is
 * @param owner null: whoever made it did not say who he is
 * @param account whose share of the server it uses
 * @param runId what the client calls it; null: nothing
 * @param publicUrl the server's address as the client that made it saw it, without slash at the end
 * @param started null: not yet
 * @param ended null: not yet
 * @param executionDuration longest time it may run
 * @param destruction when it will be removed with all its results
 * @param error why it failed or was aborted; null: it did not, or was at a user's wish
 * @param attempts how often it was begun
 * @param about what it is about beyond its parameters
 */
public record Job(
        String id,
        String list,
        @Nullable String owner,
        String account,
        @Nullable String address,
        Phase phase,
        @Nullable String runId,
        List<JobParameter> parameters,
        String publicUrl,
        Instant created,
        @Nullable Instant started,
        @Nullable Instant ended,
        Duration executionDuration,
        Instant destruction,
        List<JobResult> results,
        @Nullable JobError error,
        int attempts,
        About about) {
    public Job {
        parameters = List.copyOf(parameters);
        results = List.copyOf(results);
    }

    /**
     * What a job is about beyond its parameters, and how far it is. Immutable.
     *
     * @param document XML that clients find in {@code jobInfo}, with its namespaces declared; null: none
     * @param links results that are no files of the job
     * @param done how much is done, in the unit of the work; null: not told
     * @param total of how much; null: not known
     * @param brief it has no files and is soon forgotten
     */
    public record About(
            @Nullable String document,
            List<Link> links,
            @Nullable Long done,
            @Nullable Long total,
            boolean brief) {
        public static final About NOTHING = new About(null, List.of(), null, null, false);

        public About {
            links = List.copyOf(links);
        }
    }

    /**
     * A result that is elsewhere. Immutable.
     *
     * @param target an address; one that starts with "results/" is relative to the job's
     */
    public record Link(String id, String target) {
        String address(String jobUrl) {
            return target.startsWith("results/") ? jobUrl + "/" + target : target;
        }
    }

    /**
     * One value of a parameter. Immutable.
     *
     * @param name as it was sent
     * @param file name in {@link JobFiles} of the bytes that the value refers to; null: the value is all there is
     */
    public record JobParameter(
            String name, String value, @Nullable String file) {}

    /**
     * What a job has made. Immutable.
     *
     * @param id its name within the job
     * @param file its name in {@link JobFiles}
     * @param fileName under which a client should save it
     */
    public record JobResult(String id, String mediaType, String file, String fileName, long sizeBytes) {}

    /**
     * Why there is no result, in words for the user. Immutable.
     *
     * @param isTransient true: the same may succeed another time
     */
    public record JobError(String message, boolean isTransient) {}

    /** When it will be over at the latest if it is started now, or was started (TAP 1.1, section 5.1). */
    public Instant quote() {
        return (started == null ? created : started).plus(executionDuration);
    }

    public Optional<JobResult> result(String resultId) {
        return results.stream().filter(result -> result.id().equals(resultId)).findFirst();
    }
}
