package org.xingvo.dali.uws;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What a service does with a job. Thread-safe. */
@FunctionalInterface
public interface JobRunner {
    /**
     * Does the work, on a thread that may wait. Runs again from the start if the server dies meanwhile.
     *
     * @param cancel says that nobody wants the results any more; then it does not matter how this ends, but it should soon
     * @param results takes what was made
     * @throws org.xingvo.dali.DaliFault the job failed, in words for the user
     * @throws IOException the results cannot be kept
     */
    void run(Job job, Cancel cancel, Results results) throws IOException;

    /** Takes the results of one run. One thread at a time. */
    interface Results {
        /**
         * Keeps a result.
         *
         * @param id its name within the job, unique
         * @param fileName under which a client should save it
         */
        void add(String id, String mediaType, String fileName, JobFiles.Content content) throws IOException;

        /**
         * Names a result that is elsewhere.
         *
         * @param target an address; one that starts with "results/" is relative to the job's
         */
        void link(String id, String target);

        /**
         * Tells how far the work is; as often as one likes.
         *
         * @param total null: not known
         */
        void progress(long done, @Nullable Long total);
    }
}
