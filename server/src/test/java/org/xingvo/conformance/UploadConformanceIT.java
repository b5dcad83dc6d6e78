package org.xingvo.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xingvo.conformance.Judge.Verdict;
import org.xingvo.dali.uws.JobLimits;
import org.xingvo.server.Archive;
import org.xingvo.testing.Demand;

/** Tables that come with a query, as clients send them, to a server whose only tables are its own. */
class UploadConformanceIT {
    private static Path directory;
    private static Archive archive;
    private static String tap;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws Exception {
        directory = Files.createTempDirectory("xingvo-uploads");
        archive = Archive.open(PublishedArchive.config(directory, null, JobLimits.STANDARD));
        tap = archive.serve().local() + "/tap";
    }

    @AfterAll
    static void stop() throws Exception {
        archive.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    @Demand("2.4")
    void pyvoUploadsTablesFilesAndResultsOfJobs() throws Exception {
        Verdict verdict = Judge.python("pyvo", "pyvo_uploads.py", tap);
        assertThat(verdict.exitCode()).as(verdict.output()).isZero();
        assertThat(verdict.lines()).contains("done");
    }

    @Test
    @Demand({"2.4", "7.2"})
    void astroqueryUploadsTables() throws Exception {
        Verdict verdict = Judge.python("astroquery", "astroquery_uploads.py", tap);
        assertThat(verdict.exitCode()).as(verdict.output()).isZero();
        assertThat(verdict.lines()).contains("done");
    }

    @ParameterizedTest
    @Demand("2.3")
    @CsvSource({"BINARY2,true", "BINARY,false"})
    void stiltsUploadsInEverySerialisation(String form, boolean sync) throws Exception {
        Path stars = Files.writeString(folder.resolve("stars.csv"), "id,ra,name\n1,10.5,a\n2,20.5,b\n");
        Verdict verdict = Judge.stilts(
                "tapquery",
                "tapurl=" + tap,
                "sync=" + sync,
                "nupload=1",
                "upload1=" + stars,
                "upname1=stars",
                "upvotformat=" + form,
                "adql=SELECT name, ra + id AS s FROM TAP_UPLOAD.stars WHERE id > 1",
                "ofmt=csv-noheader");
        assertThat(verdict.exitCode()).as(verdict.output()).isZero();
        assertThat(verdict.lines().getLast()).isEqualTo("b,22.5");
    }

    @Test
    void curlUploadsSeveralFiles() throws Exception {
        Path one = Files.writeString(folder.resolve("one.csv"), "id,x\n1,a\n2,b\n");
        Path two = Files.writeString(folder.resolve("two.tsv"), "id\ty\n2\tc\n");
        Verdict verdict = Judge.curl(
                "-s",
                "-F",
                "LANG=ADQL",
                "-F",
                "FORMAT=csv",
                "--form-string",
                "UPLOAD=one,param:a;two,param:b",
                "-F",
                "a=@" + one,
                "-F",
                "b=@" + two,
                "-F",
                "QUERY=SELECT x, y FROM TAP_UPLOAD.one JOIN TAP_UPLOAD.two USING (id)",
                tap + "/sync");
        assertThat(verdict.lines()).containsExactly("x,y", "b,c");
    }

    /** curl sends without a look at the answer before it is through. */
    @Test
    void aBodyThatIsTooLongIsAnsweredAllTheSame() throws Exception {
        Path large = folder.resolve("large.csv");
        try (var file = new java.io.RandomAccessFile(large.toFile(), "rw")) {
            file.setLength((256L << 20) + 1);
        }
        Verdict verdict = Judge.curl(
                "-s",
                "-w",
                "%{http_code}",
                "-F",
                "UPLOAD=t,param:a",
                "-F",
                "a=@" + large,
                "-F",
                "QUERY=SELECT 1",
                tap + "/async");
        assertThat(verdict.output())
                .contains("File a: expected at most 268,435,456 bytes in one request, found more")
                .endsWith("413");
    }
}
