package org.xingvo.vospace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xingvo.vospace.SpaceHarness.VOS;
import static org.xingvo.vospace.SpaceHarness.bytes;
import static org.xingvo.vospace.SpaceHarness.node;
import static org.xingvo.vospace.SpaceHarness.text;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xingvo.testing.Demand;
import org.xingvo.testing.PostgresExtension;

class NodesIT {
    private static final String CORE = "ivo://ivoa.net/vospace/core#";

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
        for (String path : new String[] {"a.fits", "deep/one/x.fits", "deep/two/y.fits", "deep-sky.fits", "z.fits"}) {
            space.dataset("survey", 0x00110010, path, bytes(path), 0);
        }
        space.put(ann, "/files/home/ann/.keep", bytes("k"));
    }

    @AfterAll
    static void stop() {
        space.close();
    }

    // Reading ------------------------------------------------------------------------------------------------

    @Test
    @Demand({"V5", "V16"})
    void theRootHoldsCollectionsAndHomes() {
        HttpResponse<byte[]> answer = space.get(null, "/vos/nodes");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/xml");
        assertThat(children(answer)).containsExactly("/data", "/home");
        assertThat(text(answer))
                .contains("xmlns:vos=\"http://www.ivoa.net/xml/VOSpace/v2.0\"")
                .contains("xsi:type=\"vos:ContainerNode\"")
                .contains("uri=\"" + VOS + "\"")
                .contains("version=\"2.1\"");
    }

    @Test
    @Demand("V48")
    void collectionsAreContainersOfTheirFiles() {
        assertThat(children(space.get(null, "/vos/nodes/data"))).containsExactly("/data/survey");
        assertThat(children(space.get(null, "/vos/nodes/data/survey")))
                .containsExactlyInAnyOrder(
                        "/data/survey/a.fits",
                        "/data/survey/deep",
                        "/data/survey/deep-sky.fits",
                        "/data/survey/z.fits");
        assertThat(children(space.get(null, "/vos/nodes/data/survey/deep")))
                .containsExactly("/data/survey/deep/one", "/data/survey/deep/two");
        HttpResponse<byte[]> file = space.get(null, "/vos/nodes/data/survey/deep/one/x.fits");
        assertThat(text(file))
                .contains("xsi:type=\"vos:DataNode\"")
                .contains(property("length", "15"))
                .contains(property("ispublic", "true"))
                .contains(property("type", "application/fits"))
                .contains("core#MD5\" readOnly=\"true\">")
                .containsPattern("core#date\" readOnly=\"true\">\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}<");
        assertThat(space.get(null, "/vos/nodes/data/survey/nothing").statusCode())
                .isEqualTo(404);
        assertThat(space.get(null, "/vos/nodes/data/nothing").statusCode()).isEqualTo(404);
        assertThat(space.get(null, "/vos/nodes/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    @Demand("V49")
    void everyPageOfACollectionBeginsWhereItIsAsked() {
        List<String> all = children(space.get(null, "/vos/nodes/data/survey"));
        for (int i = 0; i < all.size(); i++) {
            HttpResponse<byte[]> page = space.get(null, "/vos/nodes/data/survey?limit=2&uri=" + VOS + all.get(i));
            assertThat(children(page)).containsExactlyElementsOf(all.subList(i, Math.min(i + 2, all.size())));
        }
    }

    @Test
    @Demand("V49")
    void aContainerOfManyChildrenIsListedWholeAndInPages() throws Exception {
        space.send(ann, "PUT", "/vos/nodes/home/ann/many", node("/home/ann/many", "ContainerNode"));
        space.sql("insert into archive.node (parent_id, name, type, owner) select id, 'n' || lpad(i::text, 5, '0'), "
                + "'DataNode', 'ann' from archive.node, generate_series(0, 1201) i where name = 'many'");
        assertThat(children(space.get(null, "/vos/nodes/home/ann/many"))).hasSize(1202);
        assertThat(children(space.get(null, "/vos/nodes/home/ann/many?limit=0")))
                .isEmpty();
        assertThat(children(space.get(null, "/vos/nodes/home/ann/many?limit=3&uri=" + VOS + "/home/ann/many/n01200")))
                .containsExactly("/home/ann/many/n01200", "/home/ann/many/n01201");
        assertThat(space.get(null, "/vos/nodes/home/ann/many?uri=" + VOS + "/home/ann/many/none")
                        .statusCode())
                .isEqualTo(400);
        assertThat(text(space.get(null, "/vos/nodes/home/ann/many?limit=-1"))).startsWith("InvalidArgument limit");
    }

    @Test
    @Demand("V47")
    void detailSaysHowMuch() {
        assertThat(text(space.get(null, "/vos/nodes/data/survey/a.fits?detail=min")))
                .doesNotContain("vos:property ")
                .contains("xsi:type=\"vos:DataNode\"");
        assertThat(text(space.get(null, "/vos/nodes/data/survey/a.fits?detail=max")))
                .contains("core#readable");
        assertThat(text(space.get(null, "/vos/nodes/data/survey/a.fits?detail=properties")))
                .contains("core#length")
                .doesNotContain("vos:accepts");
        assertThat(space.get(null, "/vos/nodes/data/survey/a.fits?detail=all").statusCode())
                .isEqualTo(400);
    }

    // Writing ------------------------------------------------------------------------------------------------

    @Test
    @Demand({"V3", "V40", "V53"})
    void nodesAreMadeChangedAndDeleted() {
        byte[] document = node("/home/ann/dir", "ContainerNode", "title", "A &amp; B");
        HttpResponse<byte[]> made = space.put(ann, "/vos/nodes/home/ann/dir", document);
        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(text(made)).contains(">A &amp; B<").contains("uri=\"" + VOS + "/home/ann/dir\"");
        assertThat(space.put(ann, "/vos/nodes/home/ann/dir", document).statusCode())
                .isEqualTo(409);
        HttpResponse<byte[]> set = space.send(
                ann,
                "POST",
                "/vos/nodes/home/ann/dir",
                bytes("<node xmlns='http://www.ivoa.net/xml/VOSpace/v2.0' "
                        + "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' uri='" + VOS.replace('~', '!')
                        + "/home/ann/dir'><properties><property uri='" + CORE
                        + "title' xsi:nil='true'/><property uri='quality'>good</property></properties></node>"));
        assertThat(set.statusCode()).isEqualTo(200);
        assertThat(text(set)).doesNotContain("core#title").contains("uri=\"quality\" readOnly=\"false\">good<");
        assertThat(space.send(ann, "DELETE", "/vos/nodes/home/ann/dir", null).statusCode())
                .isEqualTo(204);
        assertThat(space.get(ann, "/vos/nodes/home/ann/dir").statusCode()).isEqualTo(404);
        assertThat(space.send(ann, "DELETE", "/vos/nodes/home/ann/dir", null).statusCode())
                .isEqualTo(404);
    }

    @Test
    @Demand({"V37", "V55"})
    void aWholeNodeMayBeSentBack() {
        space.put(ann, "/files/home/ann/back.txt", bytes("abc"));
        byte[] same = space.get(ann, "/vos/nodes/home/ann/back.txt").body();
        assertThat(space.send(ann, "POST", "/vos/nodes/home/ann/back.txt", same).statusCode())
                .isEqualTo(200);
        byte[] other = bytes(text(space.get(ann, "/vos/nodes/home/ann/back.txt"))
                .replace(property("length", "3"), property("length", "4")));
        assertThat(text(space.send(ann, "POST", "/vos/nodes/home/ann/back.txt", other)))
                .startsWith("PermissionDenied " + CORE + "length");
    }

    @Test
    @Demand("V40")
    void aTreeGoesAtOnce() throws Exception {
        space.put(ann, "/vos/nodes/home/ann/t", node("/home/ann/t", "ContainerNode"));
        space.put(ann, "/vos/nodes/home/ann/t/u", node("/home/ann/t/u", "ContainerNode"));
        space.put(ann, "/files/home/ann/t/u/x.fits", bytes("SIMPLE  ="));
        assertThat(space.queued("/files/home/ann/t/u/x.fits")).hasSize(1);
        assertThat(space.send(ann, "DELETE", "/vos/nodes/home/ann/t", null).statusCode())
                .isEqualTo(204);
        assertThat(space.queued("/files/home/ann/t/u/x.fits")).isEmpty();
        assertThat(space.get(ann, "/files/home/ann/t/u/x.fits").statusCode()).isEqualTo(404);
    }

    @Test
    @Demand("V14")
    void linksPointAndAreFollowedForBytes() {
        space.put(ann, "/files/home/ann/real.txt", bytes("real"));
        byte[] link = bytes(text0(node("/home/ann/link", "LinkNode"))
                .replace("</vos:node>", "<vos:target>" + VOS + "/home/ann/real.txt</vos:target></vos:node>"));
        assertThat(space.put(ann, "/vos/nodes/home/ann/link", link).statusCode())
                .isEqualTo(201);
        assertThat(text(space.get(null, "/vos/nodes/home/ann/link")))
                .contains("<vos:target>" + VOS + "/home/ann/real.txt</vos:target>");
        assertThat(text(space.get(null, "/files/home/ann/link"))).isEqualTo("real");
        assertThat(text(space.get(null, "/vos/nodes/home/ann/link/below"))).startsWith("LinkFound");
        byte[] loop = bytes(text0(node("/home/ann/loop", "LinkNode"))
                .replace("</vos:node>", "<vos:target>" + VOS + "/home/ann/loop</vos:target></vos:node>"));
        space.put(ann, "/vos/nodes/home/ann/loop", loop);
        assertThat(space.get(null, "/files/home/ann/loop").statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/home/ann/q|/home/ann/other|ContainerNode|400|InvalidURI",
                "/home/ann/no/q|/home/ann/no/q|ContainerNode|404|ContainerNotFound",
                "/home/ann/q|/home/ann/q|BlackHoleNode|400|TypeNotSupported",
                "/home/ann/q|/home/ann/q|LinkNode|400|InvalidArgument",
                "/data/q|/data/q|ContainerNode|403|PermissionDenied",
                "/q|/q|ContainerNode|403|PermissionDenied",
                "/home/q|/home/q|ContainerNode|403|PermissionDenied",
                "/data/survey/q|/data/survey/q|DataNode|403|PermissionDenied",
                "/home/bob/q|/home/bob/q|DataNode|404|ContainerNotFound",
            })
    @Demand({"V4", "V9", "V35", "V36"})
    void aRefusedNodeIsNamedByItsFault(String url, String uri, String type, int status, String fault) {
        HttpResponse<byte[]> answer = space.put(ann, "/vos/nodes" + url, node(uri, type));
        assertThat(text(answer)).startsWith(fault);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain");
    }

    @Test
    void anAnonymousWriterIsAskedWhoItIs() {
        HttpResponse<byte[]> answer = space.put(null, "/vos/nodes/home/ann/q", node("/home/ann/q", "ContainerNode"));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().allValues("WWW-Authenticate"))
                .anyMatch(challenge -> challenge.startsWith("Basic realm"));
        assertThat(space.get("xing_nonsense", "/vos/nodes").statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no xml",
                "<a>",
                "<node xmlns='http://www.ivoa.net/xml/VOSpace/v2.0'/>",
                "<!DOCTYPE node [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><node uri='vos://test.example.org~vos/home/ann/x'>&x;</node>",
                "<!DOCTYPE node SYSTEM 'http://127.0.0.1:1/x.dtd'><node uri='vos://test.example.org~vos/home/ann/x'/>",
                "<node uri='vos://other~vos/home/ann/x'/>",
                "<node uri='http://x/'/>",
                "<transfer/>"
            })
    void aBadDocumentIsRefused(String document) {
        HttpResponse<byte[]> answer = space.put(ann, "/vos/nodes/home/ann/x", bytes(document));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(text(answer)).startsWith("Invalid").doesNotContain("root:");
    }

    @Test
    void documentsHaveLimits() {
        String deep = "<a>".repeat(100) + "</a>".repeat(100);
        assertThat(space.put(ann, "/vos/nodes/home/ann/x", bytes(deep)).statusCode())
                .isEqualTo(413);
        assertThat(space.put(ann, "/vos/nodes/home/ann/x", new byte[2_000_000]).statusCode())
                .isEqualTo(413);
    }

    @Test
    void brokenDocumentsNeverBreakTheServer() {
        long seed = System.nanoTime();
        System.out.println("NodesIT seed " + seed);
        Random random = new Random(seed);
        byte[] good = node("/home/ann/fuzz", "DataNode", "title", "x", "ispublic", "true");
        for (int i = 0; i < 400; i++) {
            byte[] bad = good.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            int status = space.send(ann, i % 2 == 0 ? "PUT" : "POST", "/vos/nodes/home/ann/fuzz", bad)
                    .statusCode();
            assertThat(status).isIn(200, 201, 400, 403, 404, 409);
        }
        space.put(ann, "/vos/nodes/home/ann/fuzz", good);
        assertThat(space.get(ann, "/vos/nodes/home/ann/fuzz").statusCode()).isEqualTo(200);
    }

    // Transfers ----------------------------------------------------------------------------------------------

    @Test
    void aPushByDocumentGoesAllTheWay() throws Exception {
        HttpResponse<byte[]> asked = space.send(
                ann, "POST", "/vos/synctrans", transfer("/home/ann/pushed file.fits", "pushToVoSpace", "httpsput"));
        assertThat(asked.statusCode()).isEqualTo(303);
        String details = asked.headers().firstValue("Location").orElseThrow();
        assertThat(details).matches(space.base + "/vos/transfers/[A-Za-z0-9_-]+/results/transferDetails");
        String job = details.replace("/results/transferDetails", "");
        String endpoint = endpoint(space.get(ann, details));
        assertThat(endpoint).startsWith(space.base + "/files/signed:");
        assertThat(text(space.get(ann, job + "/phase"))).isEqualTo("EXECUTING");
        assertThat(space.get(bob, job).statusCode()).isEqualTo(403);
        assertThat(space.send(null, "HEAD", endpoint, null).statusCode()).isEqualTo(404);
        assertThat(space.put(null, endpoint, bytes("SIMPLE  =")).statusCode()).isEqualTo(201);
        assertThat(text(space.get(ann, job + "/phase"))).isEqualTo("COMPLETED");
        assertThat(text(space.get(ann, job)))
                .contains("<uws:ownerId>ann</uws:ownerId>")
                .contains("<uws:phase>COMPLETED</uws:phase>")
                .contains("id=\"transferDetails\"")
                .contains("<vos:direction>pushToVoSpace</vos:direction>");
        assertThat(text(space.get(null, "/files/home/ann/pushed%20file.fits"))).isEqualTo("SIMPLE  =");
        assertThat(space.queued("/files/home/ann/pushed%20file.fits")).hasSize(1);
        // The same token is good for nothing else.
        assertThat(space.get(null, endpoint).statusCode()).isEqualTo(403);
        assertThat(space.put(null, endpoint.replace("pushed", "other"), bytes("x"))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void aPullByDocumentGivesTheBytes() {
        space.put(ann, "/files/home/ann/pull.txt", bytes("pulled"));
        HttpResponse<byte[]> asked =
                space.send(ann, "POST", "/vos/synctrans", transfer("/home/ann/pull.txt", "pullFromVoSpace", "httpget"));
        String endpoint =
                endpoint(space.get(ann, asked.headers().firstValue("Location").orElseThrow()));
        assertThat(text(space.get(null, endpoint))).isEqualTo("pulled");
        assertThat(space.put(null, endpoint, bytes("x")).statusCode()).isEqualTo(403);
    }

    @Test
    void whatCannotBeTransferredIsAnErrorOfTheJob() {
        HttpResponse<byte[]> asked =
                space.send(ann, "POST", "/vos/synctrans", transfer("/home/ann/missing", "pullFromVoSpace", "httpget"));
        assertThat(asked.statusCode()).isEqualTo(303);
        String details = asked.headers().firstValue("Location").orElseThrow();
        String job = details.replace("/results/transferDetails", "");
        assertThat(text(space.get(ann, details))).doesNotContain("endpoint");
        assertThat(text(space.get(ann, job + "/phase"))).isEqualTo("ERROR");
        assertThat(text(space.get(ann, job + "/error"))).isEqualTo("NodeNotFound");
        assertThat(text(space.get(ann, job)))
                .contains("<uws:message>NodeNotFound " + VOS + "/home/ann/missing</uws:message>");
    }

    @Test
    void parametersAreAnsweredAtOnce() {
        space.put(ann, "/files/home/ann/param.txt", bytes("param"));
        String query = "/vos/synctrans?TARGET=" + VOS + "/home/ann/param.txt&DIRECTION=pullFromVoSpace&PROTOCOL=ivo:"
                + "//ivoa.net/vospace/core%23httpget";
        HttpResponse<byte[]> answer = space.get(null, query);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(endpoint(answer)).isEqualTo(space.base + "/files/home/ann/param.txt");
        HttpResponse<byte[]> redirect = space.get(ann, query + "&REQUEST=redirect");
        assertThat(redirect.statusCode()).isEqualTo(303);
        assertThat(text(space.get(
                        null, redirect.headers().firstValue("Location").orElseThrow())))
                .isEqualTo("param");
        assertThat(space.get(null, query.replace("param.txt", "none") + "&REQUEST=redirect")
                        .statusCode())
                .isEqualTo(404);
        assertThat(text(space.get(null, query.replace("httpget", "gopher")))).startsWith("ProtocolNotSupported");
    }

    @Test
    void asynchronousTransfersWaitForTheirStart() {
        space.put(ann, "/files/home/ann/async.txt", bytes("async"));
        HttpResponse<byte[]> made = space.send(
                ann, "POST", "/vos/transfers", transfer("/home/ann/async.txt", "pullFromVoSpace", "httpget"));
        assertThat(made.statusCode()).isEqualTo(303);
        String job = made.headers().firstValue("Location").orElseThrow();
        assertThat(text(space.get(ann, job + "/phase"))).isEqualTo("PENDING");
        assertThat(space.send(
                                ann,
                                "POST",
                                job + "/phase",
                                bytes("PHASE=RUN"),
                                "Content-Type",
                                "application/x-www-form-urlencoded")
                        .statusCode())
                .isEqualTo(303);
        assertThat(text(space.get(ann, job + "/phase"))).isEqualTo("EXECUTING");
        assertThat(text(space.get(null, endpoint(space.get(ann, job + "/results/transferDetails")))))
                .isEqualTo("async");
        assertThat(text(space.send(ann, "POST", "/vos/transfers", transfer("/home/ann/async.txt", "sideways", "x"))))
                .startsWith("OperationNotSupported");
    }

    // Metadata -----------------------------------------------------------------------------------------------

    @Test
    void capabilitiesAreAsTheClientReadsThem() {
        String text = text(space.get(null, "/vos/capabilities"));
        for (String id : new String[] {
            "ivo://ivoa.net/std/VOSI#availability",
            "ivo://ivoa.net/std/VOSpace/v2.0#nodes",
            "ivo://ivoa.net/std/VOSpace#sync-2.1",
            "ivo://ivoa.net/std/VOSpace/v2.0#transfers",
            "ivo://ivoa.net/std/VOSpace#files-proto",
            "ivo://ivoa.net/std/VOSpace#recursive-delete-proto",
            "ivo://ivoa.net/std/VOSpace#recursive-nodeprops-proto"
        }) {
            assertThat(text).contains("<capability standardID=\"" + id + "\">");
        }
        assertThat(text)
                .contains("<accessURL use=\"base\">" + space.base + "/vos/nodes</accessURL>")
                .contains("xmlns:xsi=");
        assertThat(text(space.get(null, "/vos/availability"))).contains("available>true<");
        assertThat(text(space.get(null, "/vos/views"))).contains("core#anyview");
        assertThat(text(space.get(null, "/vos/protocols"))).contains("core#httpput");
        assertThat(text(space.get(null, "/vos/properties"))).contains("vos:contains");
    }

    // Helpers ------------------------------------------------------------------------------------------------

    private static byte[] transfer(String path, String direction, String protocol) {
        return bytes("<vos:transfer xmlns:vos=\"http://www.ivoa.net/xml/VOSpace/v2.0\"><vos:target>" + VOS + path
                + "</vos:target><vos:direction>" + direction + "</vos:direction><vos:protocol uri=\"" + CORE + protocol
                + "\"/></vos:transfer>");
    }

    private static String endpoint(HttpResponse<byte[]> transfer) {
        Matcher matcher = Pattern.compile("<vos:endpoint>([^<]+)<").matcher(text(transfer));
        assertThat(matcher.find()).as(text(transfer)).isTrue();
        return URI.create(matcher.group(1)).toString();
    }

    private static List<String> children(HttpResponse<byte[]> container) {
        assertThat(container.statusCode()).as(text(container)).isEqualTo(200);
        Matcher matcher =
                Pattern.compile("<vos:node uri=\"" + VOS + "([^\"]*)\"").matcher(text(container));
        List<String> found = new ArrayList<>();
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    private static String text0(byte[] bytes) {
        return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
    }

    private static String property(String name, String value) {
        boolean fixed = name.equals("length") || name.equals("ispublic") || name.equals("type");
        return "<vos:property uri=\"" + CORE + name + "\" readOnly=\"" + fixed + "\">" + value + "</vos:property>";
    }
}
