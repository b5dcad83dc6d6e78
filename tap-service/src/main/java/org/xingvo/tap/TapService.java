package org.xingvo.tap;

import java.time.Instant;
import java.util.Set;
import org.xingvo.dali.auth.Identities;
import org.xingvo.dali.uws.Jobs;

/** The TAP service, put together. Thread-safe. */
public final class TapService {
    private final Set<Object> resources;

    /**
     * The service with its jobs; whoever makes it has an executor run them with {@link QueryJobs}.
     *
     * @param started when the server came up, for its availability
     */
    public TapService(Queries queries, Identities identities, Jobs jobs, Instant started) {
        this.resources = Set.of(
                new SyncResource(queries, identities),
                new AsyncResource(jobs, queries.traffic().clients()),
                new CapabilitiesResource(queries.config(), jobs.list().limits()),
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
