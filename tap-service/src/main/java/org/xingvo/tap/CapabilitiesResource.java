package org.xingvo.tap;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.xingvo.dali.Maxrec;
import org.xingvo.dali.ResponseFormat;
import org.xingvo.dali.http.Callers;
import org.xingvo.dali.http.PublicUrl;
import org.xingvo.dali.uws.JobLimits;
import org.xingvo.dali.vosi.AccessInterface;
import org.xingvo.dali.vosi.CapabilitiesDocument;
import org.xingvo.dali.vosi.Capability;
import org.xingvo.dali.vosi.PlainCapability;
import org.xingvo.dali.vosi.TapCapability;
import org.xingvo.dali.vosi.TapCapability.Limit;
import org.xingvo.dali.vosi.TapCapability.OutputFormat;
import org.xingvo.tap.upload.UploadLimits;

/** {@code /tap/capabilities} (TAP 1.1, section 2.4.1). Declares what is there and nothing
 * else, with the limits of who asks. Thread-safe. */
@Path("tap/capabilities")
public final class CapabilitiesResource {
    private final TapConfig config;
    private final JobLimits jobs;
    private final UploadLimits uploads;

    CapabilitiesResource(TapConfig config, JobLimits jobs, UploadLimits uploads) {
        this.uploads = uploads;
        this.config = config;
        this.jobs = jobs;
    }

    @GET
    public Response get(@Context ContainerRequestContext request) {
        String base = PublicUrl.of(request) + "/tap";
        List<Capability> capabilities = new ArrayList<>(PlainCapability.selfDescription(base));
        capabilities.add(PlainCapability.tables(base));
        capabilities.add(PlainCapability.of(PlainCapability.EXAMPLES, AccessInterface.full(base + "/examples")));
        capabilities.add(tap(base, config.limitsOf(Callers.of(request)).maxrec()));
        return new HttpAnswer(request)
                .type("text/xml;charset=UTF-8").stream(out -> CapabilitiesDocument.write(out, capabilities));
    }

    private TapCapability tap(String base, Maxrec rows) {
        AccessInterface at = AccessInterface.base(base)
                .withVersion("1.1")
                .withSecurity(List.of(AccessInterface.ANONYMOUS, AccessInterface.BASIC, AccessInterface.COOKIE));
        return new TapCapability(
                List.of(at),
                List.of(TapCapability.OBSCORE),
                List.of(AdqlFeatures.ADQL),
                formats(),
                uploads.tables() > 0 ? TapCapability.UPLOADS : List.of(),
                new TapCapability.Limits(
                        limit(jobs.retention(), jobs.hardRetention()),
                        limit(jobs.duration(), jobs.hardDuration()),
                        new Limit(rows.standard(), rows.hard()),
                        uploads.tables() > 0 ? new Limit(uploads.bytes(), uploads.bytes()) : null));
    }

    private static Limit limit(Duration standard, Duration hard) {
        return new Limit(standard.toSeconds(), hard.toSeconds());
    }

    private static List<OutputFormat> formats() {
        List<OutputFormat> formats = new ArrayList<>();
        formats.add(new OutputFormat("application/x-votable+xml", ResponseFormat.votableAliases(), null));
        for (ResponseFormat each : ResponseFormat.values()) {
            formats.add(new OutputFormat(
                    each.mediaType(), each.aliases(), each.ivoid().isEmpty() ? null : each.ivoid()));
        }
        return formats;
    }
}
