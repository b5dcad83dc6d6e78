package org.xingvo.tap;

import java.time.Instant;
import java.util.Set;
import org.xingvo.dali.auth.Identities;
import org.xingvo.dali.uws.Jobs;
import org.xingvo.tap.upload.UploadDesk;

/** The TAP service, put together. Thread-safe. */
public final class TapService {
    private final Set<Object> resources;

    /**
     * The service with its jobs; whoever makes it has an executor run them with {@link QueryJobs}.
     *
     * @param desk where uploads are found
     * @param started when the server came up, for its availability
     */
    public TapService(Queries queries, Identities identities, Jobs jobs, UploadDesk desk, Instant started) {
        this.resources = Set.of(
                new SyncResource(queries, identities, desk),
                new AsyncResource(
                        jobs, queries.traffic().clients(), desk.limits().space()),
                new CapabilitiesResource(queries.config(), jobs.list().limits(), desk.limits()),
                new AvailabilityResource(queries, started),
                new ExamplesResource(queries, identities),
                new TablesResource(queries, identities),
                new TranslateResource(queries));
    }

    /** Resources for Jersey. */
    public Set<Object> resources() {
        return resources;
    }
}
