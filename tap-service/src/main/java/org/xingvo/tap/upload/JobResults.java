package org.xingvo.tap.upload;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xingvo.dali.DaliFault;
import org.xingvo.dali.DaliFault.Kind;
import org.xingvo.dali.http.SentBytes;
import org.xingvo.dali.http.SentSpace;
import org.xingvo.dali.uws.Job;
import org.xingvo.dali.uws.JobFiles;
import org.xingvo.dali.uws.Jobs;

/** Results of jobs of this very server, by their addresses, for those who may see the job. Thread-safe. */
public final class JobResults implements UploadPlace {
    private final Jobs jobs;
    private final JobFiles files;
    private final SentSpace space;
    private final Pattern path;

    public JobResults(Jobs jobs, JobFiles files, SentSpace space) {
        this.jobs = jobs;
        this.files = files;
        this.space = space;
        this.path = Pattern.compile("/" + Pattern.quote(jobs.list().path()) + "/([^/]+)/results/([^/]+)/?");
    }

    @Override
    public Optional<SentBytes> fetch(URI uri, Client client, String shown, long limit) throws IOException {
        String text = uri.toString();
        String own = client.publicUrl().toString();
        Matcher at = path.matcher(text.startsWith(own) ? text.substring(own.length()) : "");
        if (!at.matches()) {
            return Optional.empty();
        }
        Job job = jobs.find(client.asker(), at.group(1));
        Job.JobResult result = job.result(at.group(2))
                .orElseThrow(() -> new DaliFault(
                        Kind.NOT_FOUND,
                        "Job %s: expected a result '%s', found it %s without"
                                .formatted(job.id(), at.group(2), job.phase())));
        try (InputStream in = files.read(result.file())
                .orElseThrow(() -> new DaliFault(Kind.NOT_FOUND, "The bytes of the result are gone"))) {
            return Optional.of(space.take(in, shown, limit));
        }
    }
}
