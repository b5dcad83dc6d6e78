package org.xingvo.dali.uws;

import java.util.Set;

/**
 * The jobs of one service. Immutable.
 *
 * @param name in the database and in names of files: lower-case letters
 * @param path of the list below the server's address, such as {@code tap/async}; no slash at its ends
 * @param accumulating names, in upper case, of the parameters that are added to when they are sent again; of others the
 *     new value replaces the old
 * @param writing names, in upper case, of the parameters by which a job changes what is kept elsewhere: jobs run with all
 *     that their owner may do, so only those may send them whose credentials are good for changes
 */
public record JobList(String name, String path, Set<String> accumulating, Set<String> writing, JobLimits limits) {
    public JobList {
        accumulating = Set.copyOf(accumulating);
        writing = Set.copyOf(writing);
    }

    /** Address of the list. */
    public String url(String publicUrl) {
        return publicUrl + "/" + path;
    }

    /** Address of a job. */
    public String url(String publicUrl, String jobId) {
        return url(publicUrl) + "/" + jobId;
    }
}
