package org.xingvo.vospace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xingvo.vospace.SpaceHarness.VOS;
import static org.xingvo.vospace.SpaceHarness.bytes;
import static org.xingvo.vospace.SpaceHarness.node;
import static org.xingvo.vospace.SpaceHarness.text;
import static org.xingvo.vospace.TransferTexts.CORE;
import static org.xingvo.vospace.TransferTexts.document;
import static org.xingvo.vospace.TransferTexts.endpoint;
import static org.xingvo.vospace.TransferTexts.location;
import static org.xingvo.vospace.TransferTexts.protocol;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xingvo.testing.Demand;
import org.xingvo.testing.PostgresExtension;

/** Endpoints that are agreed on, and the jobs that remember them. */
class TransfersIT {
    private static final String SHARE = "http://wiki.ivoa.net/twiki/bin/view/IVOA/VOSpacePublicShare";
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
        space.put(ann, "/vos/nodes/home/ann/d", node("/home/ann/d", "ContainerNode"));
    }

    @AfterAll
    static void stop() {
        space.close();
    }

    // Negotiation --------------------------------------------------------------------------------------------

    @Test
    @Demand({"V27", "V28", "V60"})
    void onlyWhatIsOfferedIsAnsweredInTheOrderOfTheWish() {
        space.put(ann, "/files/home/ann/order.txt", bytes("x"));
        String details = details(sync(
                ann,
                document(
                        "/home/ann/order.txt",
                        "pullFromVoSpace",
                        null,
                        protocol("httpget", "ivo://ivoa.net/sso#tls-with-certificate")
                                + protocol("gopher", null)
                                + protocol("httpput", null)
                                + protocol("httpget", "ivo://ivoa.net/sso#BasicAA")
                                + protocol("httpsget", null)
                                + protocol("httpget", null))));
        Matcher matcher = Pattern.compile("protocol uri=\"[^#]*#(\\w+)\"><vos:endpoint>([^<]*)</vos:endpoint>"
                        + "(<vos:securityMethod uri=\"[^\"]*\")?")
                .matcher(details);
        List<String> found = new ArrayList<>();
        while (matcher.find()) {
            found.add(matcher.group(1)
                    + (matcher.group(3) == null ? "" : " named")
                    + (matcher.group(2).contains("signed:") ? " signed" : ""));
        }
        assertThat(found).containsExactly("httpget named", "httpsget signed", "httpget signed");
    }

    @Test
    @Demand({"V61", "V67", "V75"})
    void aSyncErrorIsATransferWithoutProtocolsAndTheReasonInTheJob() {
        HttpResponse<byte[]> asked =
                sync(ann, document("/home/ann/d", "pullFromVoSpace", null, protocol("gopher", null)));
        String details = location(asked);
        assertThat(text(space.get(ann, details))).doesNotContain("protocol");
        String job = details.replace("/results/transferDetails", "");
        assertThat(text(space.get(ann, job + "/phase"))).isEqualTo("ERROR");
        assertThat(text(space.get(ann, job + "/error"))).isEqualTo("ViewNotSupported");
        assertThat(text(space.get(ann, job))).contains("<uws:message>ViewNotSupported a ContainerNode has");
        String other = job(sync(ann, document("/home/ann/f", "pushToVoSpace", null, protocol("gopher", null))));
        assertThat(text(space.get(ann, other + "/error"))).isEqualTo("ProtocolNotSupported");
    }

    @Test
    @Demand({"V6", "V62"})
    void anUploadToAutoIsToldItsName() {
        String job = job(sync(ann, document("/home/ann/d/.auto", "pushToVoSpace", null, protocol("httpput", null))));
        String document = text(space.get(ann, job));
        Matcher target = Pattern.compile("id=\"target\"[^>]*href=\"(" + VOS + "/home/ann/d/[a-z0-9]+)\"")
                .matcher(document);
        assertThat(target.find()).as(document).isTrue();
        assertThat(space.put(null, endpoint(space.get(ann, job + "/results/transferDetails")), bytes("made"))
                        .statusCode())
                .isEqualTo(201);
        assertThat(text(space.get(ann, "/files" + target.group(1).substring(VOS.length()))))
                .isEqualTo("made");
        assertThat(text(space.get(ann, job + "/results/target"))).isEqualTo(target.group(1));
    }

    @Test
    @Demand("V62")
    void anUploadByTransferForgetsWhatWasSaidOfTheOldFile() {
        space.put(ann, "/files/home/ann/said.txt", bytes("old"));
        space.send(ann, "POST", "/vos/nodes/home/ann/said.txt", node("/home/ann/said.txt", "DataNode", "title", "Old"));
        assertThat(text(space.get(ann, "/vos/nodes/home/ann/said.txt"))).contains(">Old<");
        String job = job(sync(ann, document("/home/ann/said.txt", "pushToVoSpace", null, protocol("httpput", null))));
        space.put(null, endpoint(space.get(ann, job + "/results/transferDetails")), bytes("new"));
        assertThat(text(space.get(ann, "/vos/nodes/home/ann/said.txt"))).doesNotContain(">Old<");
        assertThat(text(space.get(ann, "/files/home/ann/said.txt"))).isEqualTo("new");
    }

    @Test
    @Demand("V7")
    void nullSwallowsAndGivesNothing() {
        String job = job(sync(ann, document("/home/ann/.null", "pushToVoSpace", null, protocol("httpput", null))));
        String endpoint = endpoint(space.get(ann, job + "/results/transferDetails"));
        assertThat(space.put(null, endpoint, bytes("gone")).statusCode()).isEqualTo(201);
        assertThat(text(space.get(ann, job + "/phase"))).isEqualTo("COMPLETED");
        assertThat(space.get(ann, "/files/home/ann/.null").body()).isEmpty();
        assertThat(text(space.get(ann, "/vos/nodes/home/ann"))).doesNotContain(".null");
    }

    @Test
    void linksAreFollowedAndLoopsFound() {
        space.put(ann, "/files/home/ann/d/real.txt", bytes("real"));
        link("/home/ann/to-d", VOS + "/home/ann/d");
        link("/home/ann/to-file", VOS + "/home/ann/to-d/real.txt");
        link("/home/ann/loop-a", VOS + "/home/ann/loop-b");
        link("/home/ann/loop-b", VOS + "/home/ann/loop-a");
        link("/home/ann/away", "http://example.org/x");
        assertThat(text(space.get(ann, "/files/home/ann/to-d/real.txt"))).isEqualTo("real");
        assertThat(text(space.get(ann, "/files/home/ann/to-file"))).isEqualTo("real");
        String pull = document("/home/ann/to-file", "pullFromVoSpace", null, protocol("httpget", null));
        assertThat(text(space.get(null, endpoint(space.get(ann, location(sync(ann, pull)))))))
                .isEqualTo("real");
        String push = document("/home/ann/to-d/up.txt", "pushToVoSpace", null, protocol("httpput", null));
        String once = endpoint(space.get(ann, location(sync(ann, push))));
        assertThat(space.put(null, once, bytes("up")).statusCode()).isEqualTo(201);
        assertThat(space.put(null, once, bytes("twice")).statusCode()).isEqualTo(403);
        assertThat(text(space.get(ann, "/files/home/ann/d/up.txt"))).isEqualTo("up");
        assertThat(text(space.get(ann, "/files/home/ann/loop-a"))).startsWith("InvalidArgument");
        assertThat(text(space.get(ann, "/files/home/ann/away"))).startsWith("InvalidArgument");
    }

    @Test
    void theTrailTellsFromWhereAnAddressWasUsedAndAJobMade() throws Exception {
        String push = document("/home/ann/where.txt", "pushToVoSpace", null, protocol("httpput", null));
        space.put(null, endpoint(space.get(ann, location(sync(ann, push)))), bytes("here"));
        String move = document(
                "/home/ann/where.txt", VOS + "/home/ann/where.moved", null, "<vos:keepBytes>false</vos:keepBytes>");
        String job = location(space.send(ann, "POST", "/vos/transfers?PHASE=RUN", bytes(move)));
        String phase = text(space.get(ann, job + "/phase?WAIT=20"));
        while (phase.equals("QUEUED") || phase.equals("EXECUTING")) {
            space.get(ann, job + "?WAIT=20");
            phase = text(space.get(ann, job + "/phase"));
        }
        assertThat(phase).isEqualTo("COMPLETED");
        assertThat(space.rows("select action || ' ' || coalesce(address, 'nowhere') from archive.event"
                        + " where starts_with(subject, '/home/ann/where') order by id"))
                .containsExactly("node.write 127.0.0.1", "node.move 127.0.0.1");
    }

    @Test
    @Demand("V26")
    void aPublicShareIsForEverybodyAndOnlyToRead() throws Exception {
        space.put(ann, "/files/home/ann/paper.txt", bytes("paper"));
        hide("/home/ann/paper.txt");
        String share = "<vos:protocol uri=\"" + SHARE + "\"/>";
        String address = endpoint(
                space.get(ann, location(sync(ann, document("/home/ann/paper.txt", "pullFromVoSpace", null, share)))));
        assertThat(address).contains("/files/link:").endsWith("/home/ann/paper.txt");
        assertThat(text(space.get(null, address))).isEqualTo("paper");
        assertThat(space.get(null, address.replace("paper", "order")).statusCode())
                .isEqualTo(403);
        assertThat(space.put(null, address, bytes("x")).statusCode()).isEqualTo(403);
        String push = job(sync(ann, document("/home/ann/paper.txt", "pushToVoSpace", null, share)));
        assertThat(text(space.get(ann, push + "/error"))).isEqualTo("ProtocolNotSupported");
        assertThat(text(space.get(null, "/vos/protocols"))).contains(SHARE);
        space.sql("update archive.shared_link set expires = now()");
        assertThat(space.get(null, address).statusCode()).isEqualTo(403);
    }

    @Test
    void aLinkIsBoundToPathVerbAndNumberAndCanBeRevoked() throws Exception {
        space.put(ann, "/files/home/ann/linked.txt", bytes("linked"));
        hide("/home/ann/linked.txt");
        String form = "target=" + VOS + "/home/ann/linked.txt&uses=1&label=for+Bob&expires=60";
        HttpResponse<byte[]> made = space.send(ann, "POST", "/vos/links", bytes(form), "Content-Type", FORM);
        assertThat(made.statusCode()).as(text(made)).isEqualTo(201);
        String once = location(made);
        assertThat(space.send(null, "HEAD", once, null).statusCode()).isEqualTo(200);
        assertThat(text(space.get(null, once))).isEqualTo("linked");
        assertThat(space.get(null, once).statusCode()).isEqualTo(403);
        String write = location(space.send(
                ann,
                "POST",
                "/vos/links",
                bytes("target=" + VOS + "/home/ann/dropped.txt&verb=write"),
                "Content-Type",
                FORM));
        assertThat(space.get(null, write).statusCode()).isEqualTo(403);
        assertThat(space.put(null, write, bytes("dropped")).statusCode()).isEqualTo(201);
        assertThat(text(space.get(ann, "/files/home/ann/dropped.txt"))).isEqualTo("dropped");
        String list = text(space.get(ann, "/vos/links"));
        assertThat(list)
                .contains("\"label\": \"for Bob\"", "\"verb\": \"write\"")
                .doesNotContain("/files/link:");
        assertThat(text(space.get(bob, "/vos/links"))).isEqualTo("[]\n");
        assertThat(space.get(null, "/vos/links").statusCode()).isEqualTo(401);
        Matcher id = Pattern.compile("\"id\": \"(\\w+)\"[^}]*dropped").matcher(list);
        assertThat(id.find()).isTrue();
        assertThat(space.send(bob, "DELETE", "/vos/links/" + id.group(1), null).statusCode())
                .isEqualTo(404);
        assertThat(space.send(ann, "DELETE", "/vos/links/" + id.group(1), null).statusCode())
                .isEqualTo(204);
        assertThat(space.put(null, write, bytes("late")).statusCode()).isEqualTo(403);
        assertThat(space.rows(
                        "select action || ' ' || subject from archive.event where action like 'link.%' order by id"))
                .endsWith("link.create /home/ann/dropped.txt", "link.revoke /home/ann/dropped.txt");
        assertThat(space.send(bob, "POST", "/vos/links", bytes(form), "Content-Type", FORM)
                        .statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @Demand({"V22", "V23"})
    @CsvSource({
        "pullFromVoSpace, anyview, ViewNotSupported",
        "pushToVoSpace, defaultview, ViewNotSupported",
        "pullFromVoSpace, binaryview, ''",
        "pullFromVoSpace, defaultview, ''",
        "pushToVoSpace, anyview, ''",
        "pushToVoSpace, moonview, ViewNotSupported"
    })
    void viewsGoOneWay(String direction, String view, String fault) {
        space.put(ann, "/files/home/ann/view.txt", bytes("x"));
        String protocol = direction.startsWith("push") ? "httpput" : "httpget";
        String job = job(sync(ann, document("/home/ann/view.txt", direction, CORE + view, protocol(protocol, null))));
        assertThat(text(space.get(ann, job + "/error"))).isEqualTo(fault);
    }

    @Test
    @Demand({"V58", "V63"})
    void parametersAreAnsweredWithTheDocumentOrTheWayToTheBytes() {
        space.put(ann, "/files/home/ann/by parameters.txt".replace(" ", "%20"), bytes("by parameters"));
        String query = "/vos/synctrans?target=" + VOS + "/home/ann/by%2520parameters.txt&Direction=pullFromVoSpace";
        String get = "&PROTOCOL=ivo://ivoa.net/vospace/core%23httpget";
        HttpResponse<byte[]> answer = space.get(ann, query + get + "&VIEW=ivo://ivoa.net/vospace/core%23binaryview");
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
        assertThat(text(space.get(null, endpoint(answer)))).isEqualTo("by parameters");
        assertThat(endpoint(space.get(ann, query + get + "&SECURITYMETHOD=ivo://ivoa.net/sso%23BasicAA")))
                .isEqualTo(space.base + "/files/home/ann/by%20parameters.txt");
        assertThat(text(space.get(null, location(space.get(ann, query + "&REQUEST=redirect")))))
                .isEqualTo("by parameters");
        assertThat(space.get(ann, query + get + get).statusCode()).isEqualTo(400);
        assertThat(space.get(ann, query).statusCode()).isEqualTo(400);
        assertThat(space.get(ann, query.replace("pullFrom", "pullTo") + get).statusCode())
                .isEqualTo(400);
        HttpResponse<byte[]> none = space.get(ann, query.replace("by%2520", "no%2520") + "&REQUEST=redirect");
        assertThat(none.statusCode()).isEqualTo(404);
        assertThat(text(none)).startsWith("NodeNotFound ");
    }

    @Test
    @Demand({"V8", "V21", "V25", "V30", "V31", "V32", "V68"})
    void theServiceTellsWhatItCan() {
        space.put(ann, "/files/home/ann/used.txt", bytes("x"));
        space.send(
                ann,
                "POST",
                "/vos/nodes/home/ann/used.txt",
                bytes(new String(node("/home/ann/used.txt", "DataNode", "title", "x"), StandardCharsets.UTF_8)
                        .replace(CORE + "title", "ivo://example.org/props#colour")));
        assertThat(text(space.get(null, "/vos/protocols")))
                .containsSubsequence(
                        "vos:accepts", CORE + "httpget", "vos:provides", CORE + "httpget", CORE + "httpput");
        assertThat(text(space.get(null, "/vos/views")))
                .containsSubsequence(
                        "vos:accepts", CORE + "anyview", "views#zip", "vos:provides", CORE + "defaultview");
        assertThat(text(space.get(null, "/vos/properties")))
                .containsSubsequence(
                        "vos:accepts",
                        CORE + "title",
                        "vos:provides",
                        "vos:contains",
                        "ivo://example.org/props#colour");
        String capabilities = text(space.get(null, "/vos/capabilities"));
        assertThat(capabilities)
                .contains(
                        "ivo://ivoa.net/std/VOSpace/v2.0#properties",
                        "ivo://ivoa.net/std/VOSpace/v2.0#views",
                        "ivo://ivoa.net/std/VOSpace/v2.0#protocols",
                        "ivo://ivoa.net/std/VOSpace/v2.0#nodes",
                        "ivo://ivoa.net/std/VOSpace/v2.0#transfers",
                        "ivo://ivoa.net/std/VOSpace/v2.0#sync",
                        "ivo://ivoa.net/std/VOSpace#sync-2.1",
                        "ivo://ivoa.net/std/VOSpace#recursive-nodesize-proto")
                .doesNotContain("searches");
        assertThat(space.get(ann, "/vos/searches").statusCode()).isEqualTo(404);
    }

    // Jobs ---------------------------------------------------------------------------------------------------

    @Test
    @Demand({"V56", "V66", "V70", "V71"})
    void anAsynchronousJobIsAJobOfUws() {
        space.put(ann, "/files/home/ann/uws.txt", bytes("uws"));
        HttpResponse<byte[]> made = space.send(
                ann,
                "POST",
                "/vos/transfers",
                bytes(document("/home/ann/uws.txt", "pullFromVoSpace", null, protocol("httpget", null))));
        assertThat(made.statusCode()).isEqualTo(303);
        String job = location(made);
        assertThat(text(space.get(ann, job + "/phase"))).isEqualTo("PENDING");
        assertThat(text(space.get(ann, "/vos/transfers?PHASE=PENDING"))).contains(job);
        assertThat(text(space.get(bob, "/vos/transfers"))).doesNotContain(job);
        assertThat(text(space.get(ann, job + "/owner"))).isEqualTo("ann");
        assertThat(text(space.get(ann, job + "/executionduration"))).isEqualTo("14400");
        assertThat(text(space.get(ann, job + "/destruction"))).endsWith("Z");
        assertThat(space.get(ann, job + "/quote").statusCode()).isEqualTo(200);
        assertThat(text(space.get(ann, job + "/parameters"))).contains("uws:parameters");
        assertThat(run(ann, job).statusCode()).isEqualTo(303);
        assertThat(text(space.get(ann, job + "/phase"))).isEqualTo("EXECUTING");
        String endpoint = endpoint(space.get(ann, job + "/results/transferDetails"));
        assertThat(text(space.get(null, endpoint))).isEqualTo("uws");
        assertThat(text(space.get(ann, job + "?WAIT=10"))).contains("<uws:phase>COMPLETED</uws:phase>");
        // Its bytes have moved: the address was for this transfer.
        assertThat(space.get(null, endpoint).statusCode()).isEqualTo(403);
        assertThat(space.send(bob, "DELETE", job, null).statusCode()).isEqualTo(403);
        assertThat(space.send(ann, "DELETE", job, null).statusCode()).isEqualTo(303);
        assertThat(space.get(ann, job).statusCode()).isEqualTo(404);
    }

    @Test
    @Demand("V56")
    void anAbortedTransferMovesNothing() {
        HttpResponse<byte[]> made = space.send(
                ann,
                "POST",
                "/vos/transfers?PHASE=RUN",
                bytes(document("/home/ann/aborted.txt", "pushToVoSpace", null, protocol("httpput", null))));
        String job = location(made);
        assertThat(text(space.get(ann, job + "/phase"))).isEqualTo("EXECUTING");
        String endpoint = endpoint(space.get(ann, job + "/results/transferDetails"));
        space.send(ann, "POST", job + "/phase", bytes("PHASE=ABORT"), "Content-Type", FORM);
        assertThat(text(space.get(ann, job + "/phase"))).isEqualTo("ABORTED");
        assertThat(space.put(null, endpoint, bytes("late")).statusCode()).isEqualTo(403);
        assertThat(space.get(ann, "/files/home/ann/aborted.txt").statusCode()).isEqualTo(404);
    }

    @Test
    @Demand({"V59", "V69"})
    void aJobHoldsItsTransferAndItsResults() {
        space.put(ann, "/files/home/ann/holds.txt", bytes("x"));
        String job =
                job(sync(ann, document("/home/ann/holds.txt", "pullFromVoSpace", null, protocol("httpget", null))));
        String document = text(space.get(ann, job));
        assertThat(document)
                .contains("xlink:href=\"" + job + "/results/transferDetails\"")
                .contains("id=\"dataNode\" xlink:type=\"simple\" xlink:href=\"" + VOS + "/home/ann/holds.txt\"")
                .containsSubsequence(
                        "<uws:jobId>",
                        "<uws:ownerId>ann<",
                        "<uws:phase>",
                        "<uws:quote",
                        "<uws:creationTime>",
                        "<uws:startTime>",
                        "<uws:endTime",
                        "<uws:executionDuration>",
                        "<uws:destruction>",
                        "<uws:parameters",
                        "<uws:results>",
                        "<uws:jobInfo>",
                        "<vos:transfer",
                        "<vos:target>" + VOS + "/home/ann/holds.txt</vos:target>",
                        "<vos:endpoint>");
        assertThat(text(space.get(null, job(sync(null, document("/home/none", "pullFromVoSpace", null, ""))))))
                .contains("<uws:ownerId xsi:nil=\"true\"/>");
    }

    // Helpers ------------------------------------------------------------------------------------------------

    private static void hide(String path) {
        space.send(ann, "POST", "/vos/nodes" + path, node(path, "DataNode", "ispublic", "false"));
        assertThat(space.get(null, "/files" + path).statusCode()).isEqualTo(404);
    }

    private static void link(String path, String target) {
        byte[] link = bytes("<vos:node xmlns:vos=\"http://www.ivoa.net/xml/VOSpace/v2.0\" "
                + "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" uri=\"" + VOS + path
                + "\" xsi:type=\"vos:LinkNode\"><vos:target>" + target + "</vos:target></vos:node>");
        assertThat(space.put(ann, "/vos/nodes" + path, link).statusCode()).isEqualTo(201);
    }

    private static HttpResponse<byte[]> run(String token, String job) {
        return space.send(token, "POST", job + "/phase", bytes("phase=RUN"), "Content-Type", FORM);
    }

    private static HttpResponse<byte[]> sync(@Nullable String token, String document) {
        HttpResponse<byte[]> answer = space.send(token, "POST", "/vos/synctrans", bytes(document));
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(303);
        return answer;
    }

    private static String details(HttpResponse<byte[]> answer) {
        return text(space.get(ann, location(answer)));
    }

    private static String job(HttpResponse<byte[]> answer) {
        return location(answer).replace("/results/transferDetails", "");
    }
}
