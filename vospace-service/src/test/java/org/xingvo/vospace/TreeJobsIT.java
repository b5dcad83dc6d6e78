package org.xingvo.vospace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xingvo.vospace.SpaceHarness.VOS;
import static org.xingvo.vospace.SpaceHarness.bytes;
import static org.xingvo.vospace.SpaceHarness.node;
import static org.xingvo.vospace.SpaceHarness.text;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.testing.Demand;
import org.xingvo.testing.PostgresExtension;

/** Moves, copies and work on whole trees, as jobs. */
class TreeJobsIT {
    private static final String FORM = "application/x-www-form-urlencoded";

    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.cube();

    @TempDir
    static Path directory;

    static SpaceHarness space;
    static String ann;
    static String bob;

    @BeforeAll
    static void start() throws Exception {
        space = new SpaceHarness(postgres.dataSource(), directory);
        ann = space.user("ann");
        bob = space.user("bob");
    }

    @AfterAll
    static void stop() {
        space.close();
    }

    @Test
    @Demand({"V42", "V43", "V44", "V45"})
    void moveAndCopyAreTransfersWithinTheSpace() {
        tree("/home/ann/m");
        container("/home/ann/there");
        String moved = job(document("/home/ann/m", VOS + "/home/ann/n/", false));
        assertThat(ended(moved)).contains("<uws:phase>COMPLETED<");
        assertThat(text(space.get(ann, "/files/home/ann/n/sub/b.txt"))).isEqualTo("b");
        assertThat(space.get(ann, "/vos/nodes/home/ann/m").statusCode()).isEqualTo(404);
        String copied = job(document("/home/ann/n", VOS + "/home/ann/there", true));
        assertThat(ended(copied)).contains("href=\"" + VOS + "/home/ann/there/n\"");
        assertThat(text(space.get(ann, "/files/home/ann/there/n/sub/b.txt"))).isEqualTo("b");
        assertThat(text(space.get(ann, "/files/home/ann/n/sub/b.txt"))).isEqualTo("b");
        Matcher auto = Pattern.compile("id=\"destination\"[^>]*href=\"" + VOS + "(/home/ann/there/[a-z0-9]{20})\"")
                .matcher(ended(job(document("/home/ann/n/a.txt", VOS + "/home/ann/there/.auto", true))));
        assertThat(auto.find()).isTrue();
        assertThat(text(space.get(ann, "/files" + auto.group(1)))).isEqualTo("a");
        String taken = job(document("/home/ann/n/a.txt", VOS + "/home/ann/n/sub/b.txt", false));
        assertThat(ended(taken)).contains("<uws:phase>ERROR<");
        assertThat(text(space.get(ann, taken + "/error"))).isEqualTo("DuplicateNode");
        String none = job(document("/home/ann/none", VOS + "/home/ann/n2", false));
        assertThat(ended(none)).contains("<uws:phase>ERROR<");
        assertThat(text(space.get(ann, none + "/error"))).isEqualTo("NodeNotFound");
    }

    /** As after a process that died between what it did and the word that it did. */
    @Test
    void aMoveOrCopyThatWasDoneIsNotDoneAgain() throws Exception {
        tree("/home/ann/twice");
        container("/home/ann/into");
        String copied = job(document("/home/ann/twice", VOS + "/home/ann/into/copied", true));
        assertThat(ended(copied)).contains("<uws:phase>COMPLETED<");
        String moved = job(document("/home/ann/twice", VOS + "/home/ann/into/moved", false));
        assertThat(ended(moved)).contains("<uws:phase>COMPLETED<");
        space.sql("update archive.job set phase = 'EXECUTING', ended = null, link_ids = '{}', link_targets = '{}',"
                + " worker = 'a process that is gone', lease = now() - interval '1 hour'"
                + " where document like '%/home/ann/twice<%'");
        assertThat(ended(copied))
                .contains("<uws:phase>COMPLETED<")
                .contains("href=\"" + VOS + "/home/ann/into/copied\"");
        assertThat(ended(moved)).contains("<uws:phase>COMPLETED<").contains("href=\"" + VOS + "/home/ann/into/moved\"");
        assertThat(text(space.get(ann, "/vos/nodes/home/ann/into?detail=min")).split("<vos:node "))
                .hasSize(4);
        space.agrees();
    }

    @Test
    @Demand("V46")
    void nothingMovesBelowItself() {
        tree("/home/ann/self");
        String job = job(document("/home/ann/self", VOS + "/home/ann/self/sub", false));
        assertThat(ended(job))
                .contains("<uws:phase>ERROR<")
                .contains("Cannot move container node into its descendants");
        assertThat(text(space.get(ann, "/files/home/ann/self/sub/b.txt"))).isEqualTo("b");
    }

    @Test
    void aDeletionOfATreeCountsWhatIsGone() {
        tree("/home/ann/gone");
        HttpResponse<byte[]> made = space.send(
                ann, "POST", "/vos/async-delete", bytes("target=" + VOS + "/home/ann/gone"), "Content-Type", FORM);
        assertThat(made.statusCode()).as(text(made)).isEqualTo(303);
        String job = location(made);
        assertThat(text(space.get(ann, job + "/phase"))).isEqualTo("PENDING");
        space.send(ann, "POST", job + "/phase", bytes("phase=RUN"), "Content-Type", FORM);
        assertThat(ended(job))
                .contains("<uws:phase>COMPLETED<")
                .contains("id=\"successcount\" xlink:type=\"simple\" xlink:href=\"final:4\"")
                .doesNotContain("errorcount");
        assertThat(space.get(ann, "/vos/nodes/home/ann/gone").statusCode()).isEqualTo(404);
        assertThat(space.send(ann, "POST", "/vos/async-delete", bytes(""), "Content-Type", FORM)
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void propertiesOfATreeAreSetAndItsSizeIsCounted() {
        tree("/home/ann/props");
        HttpResponse<byte[]> made = space.send(
                ann,
                "POST",
                "/vos/async-setprops",
                node("/home/ann/props", "ContainerNode", "title", "All of us", "ispublic", "false"));
        assertThat(made.statusCode()).as(text(made)).isEqualTo(303);
        String job = location(made);
        space.send(ann, "POST", job + "/phase", bytes("phase=RUN"), "Content-Type", FORM);
        assertThat(ended(job)).contains("final:4").doesNotContain("errorcount");
        assertThat(text(space.get(ann, "/vos/nodes/home/ann/props/sub/b.txt"))).contains(">All of us<");
        assertThat(space.get(null, "/vos/nodes/home/ann/props/a.txt").statusCode())
                .isEqualTo(404);
        String size = location(space.send(
                ann,
                "POST",
                "/vos/async-size",
                bytes("target=" + VOS + "/home/ann/props&PHASE=RUN"),
                "Content-Type",
                FORM));
        assertThat(ended(size)).contains("id=\"size\" xlink:type=\"simple\" xlink:href=\"final:2\"");
        String foreign = location(space.send(
                bob,
                "POST",
                "/vos/async-delete",
                bytes("target=" + VOS + "/home/ann/props&phase=RUN"),
                "Content-Type",
                FORM));
        String end = text(space.get(bob, foreign + "?WAIT=20"));
        while (end.contains(">QUEUED<") || end.contains(">EXECUTING<")) {
            end = text(space.get(bob, foreign + "?WAIT=20"));
        }
        assertThat(text(space.get(bob, foreign + "/error"))).isIn("NodeNotFound", "PermissionDenied");
        assertThat(text(space.get(ann, "/files/home/ann/props/a.txt"))).isEqualTo("a");
    }

    private static void tree(String path) {
        container(path);
        container(path + "/sub");
        space.put(ann, "/files" + path + "/a.txt", bytes("a"));
        space.put(ann, "/files" + path + "/sub/b.txt", bytes("b"));
    }

    private static void container(String path) {
        assertThat(space.put(ann, "/vos/nodes" + path, node(path, "ContainerNode"))
                        .statusCode())
                .isIn(201, 409);
    }

    private static String document(String path, String direction, boolean keep) {
        return "<vos:transfer xmlns:vos=\"http://www.ivoa.net/xml/VOSpace/v2.0\" version=\"2.1\"><vos:target>" + VOS
                + path + "</vos:target><vos:direction>" + direction + "</vos:direction><vos:keepBytes>" + keep
                + "</vos:keepBytes></vos:transfer>";
    }

    private static String job(String document) {
        return location(space.send(ann, "POST", "/vos/transfers?PHASE=RUN", bytes(document)));
    }

    private static String ended(String job) {
        String document = text(space.get(ann, job + "?WAIT=20"));
        while (document.contains("<uws:phase>EXECUTING<") || document.contains("<uws:phase>QUEUED<")) {
            document = text(space.get(ann, job + "?WAIT=20"));
        }
        return document;
    }

    private static String location(HttpResponse<byte[]> answer) {
        return answer.headers().firstValue("Location").orElseThrow();
    }
}
