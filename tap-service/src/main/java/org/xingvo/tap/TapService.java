package org.xingvo.tap;

import java.time.Instant;
import java.util.Set;
import org.xingvo.dali.auth.Identities;

/** The TAP service, put together. Thread-safe. */
public final class TapService {
    private final Set<Object> resources;

    /** @param started when the server came up, for its availability */
    public TapService(Queries queries, Identities identities, Instant started) {
        this.resources = Set.of(
                new SyncResource(queries, identities),
                new CapabilitiesResource(queries.config()),
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
