package org.xingvo.datalink;

import java.util.Set;
import org.xingvo.dali.auth.Identities;
import org.xingvo.tap.db.DatasetLookup;

/** The DataLink service, put together. Thread-safe. */
public final class DatalinkService {
    private final Set<Object> resources;

    public DatalinkService(DatasetLookup datasets, Identities identities, PreviewLinks previews) {
        this.resources = Set.of(new LinksResource(datasets, identities, previews), new LinksCapabilitiesResource());
    }

    /** Resources for Jersey. */
    public Set<Object> resources() {
        return resources;
    }
}
