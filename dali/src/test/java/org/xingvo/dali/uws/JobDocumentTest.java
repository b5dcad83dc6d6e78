package org.xingvo.dali.uws;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.xml.bind.JAXBContext;
import jakarta.xml.bind.JAXBElement;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.w3c.dom.bootstrap.DOMImplementationRegistry;
import org.w3c.dom.ls.DOMImplementationLS;
import org.w3c.dom.ls.LSInput;
import org.xingvo.dali.uws.Job.JobError;
import org.xingvo.dali.uws.Job.JobParameter;
import org.xingvo.dali.uws.Job.JobResult;
import org.xingvo.schemas.ivoa.uws.JobSummary;

/** The documents as text, against the schema of UWS 1.1, and read back by the types made of it. */
class JobDocumentTest {
    private static final Path SCHEMAS =
            Path.of(System.getProperty("xingvo.root", ".."), "schemas", "target", "ivoa-xsd");

    private static final Instant MADE = Instant.parse("2026-11-22T10:00:00.123Z");

    @Test
    void aJobThatWaitsIsWhole() throws Exception {
        String text = text(JobDocument.job(job(Phase.PENDING, null, null, List.of(), null), "http://h/tap/async/id1"));
        assertThat(text).isEqualTo("""
                <?xml version="1.0" encoding="UTF-8"?>
                <uws:job xmlns:uws="http://www.ivoa.net/xml/UWS/v1.0" xmlns:xlink="http://www.w3.org/1999/xlink"\
                 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" version="1.1">
                  <uws:jobId>id1</uws:jobId>
                  <uws:runId>mine</uws:runId>
                  <uws:ownerId xsi:nil="true"/>
                  <uws:phase>PENDING</uws:phase>
                  <uws:quote>2026-11-22T10:10:00.123Z</uws:quote>
                  <uws:creationTime>2026-11-22T10:00:00.123Z</uws:creationTime>
                  <uws:startTime xsi:nil="true"/>
                  <uws:endTime xsi:nil="true"/>
                  <uws:executionDuration>600</uws:executionDuration>
                  <uws:destruction>2026-11-29T10:00:00.123Z</uws:destruction>
                  <uws:parameters>
                    <uws:parameter id="QUERY">SELECT 1 &lt; 2&#13;&#10;</uws:parameter>
                    <uws:parameter id="t" byReference="true">http://h/tap/async/id1/parameters/x1</uws:parameter>
                  </uws:parameters>
                  <uws:results/>
                </uws:job>
                """);
        validate(text);
        assertThat(read(text).getJobId()).isEqualTo("id1");
    }

    @Test
    void jobsThatAreOverSayWhatCameOut() throws Exception {
        String done = text(JobDocument.job(
                job(
                        Phase.COMPLETED,
                        "ana",
                        MADE.plusSeconds(5),
                        List.of(new JobResult("result", "text/csv", "tap/id1/1/result", "r.csv", 12)),
                        null),
                "http://h/tap/async/id1"));
        validate(done);
        assertThat(done)
                .contains("<uws:ownerId>ana</uws:ownerId>")
                .contains("<uws:quote>2026-11-22T10:10:05.123Z</uws:quote>")
                .contains("<uws:result id=\"result\" xlink:type=\"simple\""
                        + " xlink:href=\"http://h/tap/async/id1/results/result\" size=\"12\" mime-type=\"text/csv\"/>");

        String failed = text(JobDocument.job(
                job(Phase.ERROR, null, MADE, List.of(), new JobError("no table 'x'", false)), "http://h/j/id1"));
        validate(failed);
        assertThat(read(failed).getErrorSummary().getMessage()).isEqualTo("no table 'x'");
    }

    @Test
    void aListAndTheListsOfAJobAreValid() throws Exception {
        Job job = job(
                Phase.COMPLETED,
                null,
                MADE,
                List.of(new JobResult("result", "text/csv", "tap/id1/1/result", "r.csv", 12)),
                null);
        String list = text(JobDocument.jobs(List.of(job), "http://h/tap/async"));
        validate(list);
        assertThat(list)
                .contains("<uws:jobref id=\"id1\" xlink:type=\"simple\" xlink:href=\"http://h/tap/async/id1\">")
                .contains("<uws:phase>COMPLETED</uws:phase>");
        validate(text(JobDocument.jobs(List.of(), "http://h/tap/async")));
        validate(text(JobDocument.parametersOf(job, "http://h/tap/async/id1")));
        validate(text(JobDocument.resultsOf(job, "http://h/tap/async/id1")));
    }

    private static Job job(
            Phase phase,
            @Nullable String owner,
            @Nullable Instant started,
            List<JobResult> results,
            @Nullable JobError error) {
        return new Job(
                "id1",
                "tap",
                owner,
                "host:::1",
                "::1",
                phase,
                "mine",
                List.of(
                        new JobParameter("QUERY", "SELECT 1 < 2\r\n", null),
                        new JobParameter("t", "", "tap/id1/in/x1")),
                "http://h",
                MADE,
                started,
                started,
                Duration.ofMinutes(10),
                MADE.plus(Duration.ofDays(7)),
                results,
                error,
                1,
                Job.About.NOTHING);
    }

    private static String text(byte[] document) {
        return new String(document, StandardCharsets.UTF_8);
    }

    private static void validate(String text) throws Exception {
        DOMImplementationLS inputs =
                (DOMImplementationLS) DOMImplementationRegistry.newInstance().getDOMImplementation("LS");
        SchemaFactory factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
        factory.setResourceResolver((type, namespace, publicId, systemId, base) -> {
            LSInput input = inputs.createLSInput();
            input.setSystemId(SCHEMAS.resolve("XLINK.xsd").toUri().toString());
            return input;
        });
        Schema schema = factory.newSchema(SCHEMAS.resolve("UWS-v1.1.xsd").toFile());
        schema.newValidator().validate(new StreamSource(new StringReader(text)));
    }

    private static JobSummary read(String text) throws Exception {
        return (JobSummary) ((JAXBElement<?>) JAXBContext.newInstance(JobSummary.class.getPackageName())
                        .createUnmarshaller()
                        .unmarshal(new StringReader(text)))
                .getValue();
    }
}
