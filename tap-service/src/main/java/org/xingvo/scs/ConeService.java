package org.xingvo.scs;

import java.util.Set;
import org.xingvo.dali.auth.Identities;
import org.xingvo.tap.Queries;

/** Simple Cone Search, put together. Thread-safe. */
public final class ConeService {
    private final Set<Object> resources;

    public ConeService(Queries queries, Identities identities) {
        this.resources =
                Set.of(new ConeResource(queries, identities), new ConeCapabilitiesResource(queries, identities));
    }

    /** Resources for Jersey. */
    public Set<Object> resources() {
        return resources;
    }
}
