package org.xingvo.tap;

import jakarta.ws.rs.Path;
import org.xingvo.dali.http.ClientWatch;
import org.xingvo.dali.http.SentSpace;
import org.xingvo.dali.uws.Jobs;
import org.xingvo.dali.uws.JobsResource;

/** {@code /tap/async} (TAP 1.1, section 2.1): queries as jobs. Thread-safe. */
@Path(AsyncResource.PATH)
public final class AsyncResource extends JobsResource {
    static final String PATH = "tap/async";

    AsyncResource(Jobs jobs, ClientWatch clients, SentSpace space) {
        super(jobs, clients, space);
    }
}
