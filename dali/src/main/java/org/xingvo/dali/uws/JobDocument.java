package org.xingvo.dali.uws;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.uws.Job.JobParameter;
import org.xingvo.dali.uws.Job.JobResult;
import org.xingvo.dali.vosi.XmlWriter;

/**
 * Documents of jobs (UWS 1.1, section 2.2.2 and its schema). Clients compare names with their prefixes: they are
 * {@code uws:} and {@code xlink:}.
 */
final class JobDocument {
    static final String CONTENT_TYPE = "text/xml;charset=UTF-8";

    private static final String VERSION = "1.1";

    private JobDocument() {}

    private interface Part {
        void write(XmlWriter xml) throws IOException;
    }

    /** @param url of the job */
    static byte[] job(Job job, String url) {
        return document("uws:job", VERSION, xml -> {
            xml.element("uws:jobId", job.id());
            if (job.runId() != null) {
                xml.element("uws:runId", job.runId());
            }
            nillable(xml, "uws:ownerId", job.owner());
            xml.element("uws:phase", job.phase().name());
            xml.element("uws:quote", JobTimes.text(job.quote()));
            xml.element("uws:creationTime", JobTimes.text(job.created()));
            nillable(xml, "uws:startTime", text(job.started()));
            nillable(xml, "uws:endTime", text(job.ended()));
            xml.element(
                    "uws:executionDuration",
                    Long.toString(job.executionDuration().toSeconds()));
            xml.element("uws:destruction", JobTimes.text(job.destruction()));
            xml.start("uws:parameters");
            parameters(xml, job, url);
            xml.end();
            xml.start("uws:results");
            results(xml, job, url);
            xml.end();
            if (job.error() != null) {
                xml.start("uws:errorSummary")
                        .attribute("type", job.error().isTransient() ? "transient" : "fatal")
                        .attribute("hasDetail", "true")
                        .element("uws:message", job.error().message())
                        .end();
            }
            info(xml, job);
        });
    }

    private static void info(XmlWriter xml, Job job) throws IOException {
        Job.About about = job.about();
        if (about.document() == null && about.done() == null) {
            return;
        }
        xml.start("uws:jobInfo");
        if (about.document() != null) {
            xml.raw(about.document());
        }
        if (about.done() != null) {
            xml.start("xing:progress")
                    .namespace("xing", "https://xingvo.org/xml/progress")
                    .attribute("done", Long.toString(about.done()));
            if (about.total() != null) {
                xml.attribute("total", Long.toString(about.total()));
            }
            xml.end();
        }
        xml.end();
    }

    static byte[] parametersOf(Job job, String url) {
        return document("uws:parameters", null, xml -> parameters(xml, job, url));
    }

    static byte[] resultsOf(Job job, String url) {
        return document("uws:results", null, xml -> results(xml, job, url));
    }

    /** @param url of the list */
    static byte[] jobs(List<Job> jobs, String url) {
        return document("uws:jobs", VERSION, xml -> {
            for (Job job : jobs) {
                xml.start("uws:jobref")
                        .attribute("id", job.id())
                        .attribute("xlink:type", "simple")
                        .attribute("xlink:href", url + "/" + job.id())
                        .element("uws:phase", job.phase().name());
                if (job.runId() != null) {
                    xml.element("uws:runId", job.runId());
                }
                nillable(xml, "uws:ownerId", job.owner());
                xml.element("uws:creationTime", JobTimes.text(job.created())).end();
            }
        });
    }

    private static void parameters(XmlWriter xml, Job job, String url) throws IOException {
        for (JobParameter parameter : job.parameters()) {
            xml.start("uws:parameter").attribute("id", parameter.name());
            if (parameter.file() != null) {
                xml.attribute("byReference", "true");
                xml.text(url + "/parameters/"
                        + parameter.file().substring(parameter.file().lastIndexOf('/') + 1));
            } else {
                xml.text(parameter.value());
            }
            xml.end();
        }
    }

    private static void results(XmlWriter xml, Job job, String url) throws IOException {
        for (JobResult result : job.results()) {
            xml.start("uws:result")
                    .attribute("id", result.id())
                    .attribute("xlink:type", "simple")
                    .attribute("xlink:href", url + "/results/" + result.id())
                    .attribute("size", Long.toString(result.sizeBytes()))
                    .attribute("mime-type", result.mediaType())
                    .end();
        }
        for (Job.Link link : job.about().links()) {
            xml.start("uws:result")
                    .attribute("id", link.id())
                    .attribute("xlink:type", "simple")
                    .attribute("xlink:href", link.address(url))
                    .end();
        }
    }

    private static byte[] document(String root, @Nullable String version, Part content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            XmlWriter xml = new XmlWriter(out);
            xml.start(root)
                    .namespace("uws", "http://www.ivoa.net/xml/UWS/v1.0")
                    .namespace("xlink", "http://www.w3.org/1999/xlink")
                    .namespace("xsi", "http://www.w3.org/2001/XMLSchema-instance");
            if (version != null) {
                xml.attribute("version", version);
            }
            content.write(xml);
            xml.end().finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void nillable(XmlWriter xml, String name, @Nullable String text) throws IOException {
        if (text == null) {
            xml.start(name).attribute("xsi:nil", "true").end();
        } else {
            xml.element(name, text);
        }
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : JobTimes.text(time);
    }
}
