package org.xingvo.vospace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xingvo.vospace.SpaceHarness.VOS;
import static org.xingvo.vospace.SpaceHarness.bytes;
import static org.xingvo.vospace.SpaceHarness.node;
import static org.xingvo.vospace.SpaceHarness.text;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.testing.Demand;
import org.xingvo.testing.PostgresExtension;

/** What VOSpace 2.1 demands of nodes, line by line. */
class NodeDemandsIT {
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
        space.put(ann, "/files/home/ann/.keep", bytes("k"));
    }

    @AfterAll
    static void stop() {
        space.close();
    }

    private static byte[] document(String path, String type, String inside) {
        return bytes("<n:node xmlns:n='http://www.ivoa.net/xml/VOSpace/v2.0' "
                + "xmlns:i='http://www.w3.org/2001/XMLSchema-instance' uri='" + VOS + path + "' i:type='n:" + type
                + "'>"
                + inside + "</n:node>");
    }

    private static HttpResponse<byte[]> make(String path, String type, String... properties) {
        return space.put(ann, "/vos/nodes" + path, node(path, type, properties));
    }

    private static HttpResponse<byte[]> set(String path, String type, String inside) {
        return space.send(ann, "POST", "/vos/nodes" + path, document(path, type, inside));
    }

    @Test
    @Demand({"V1", "V2", "V3"})
    void identifiersAreOfThisSpace() {
        for (String uri : List.of(
                "vos://test.example.org!vos/home/ann/id1",
                "vos://test.example.org~vos/home/ann/id1?x=y#fragment",
                "vos://test.example.org~vos/home/ann/id1/")) {
            HttpResponse<byte[]> made = space.put(
                    ann,
                    "/vos/nodes/home/ann/id1",
                    bytes(new String(node("/x", "ContainerNode"), StandardCharsets.UTF_8).replace(VOS + "/x", uri)));
            assertThat(made.statusCode()).as(uri).isEqualTo(201);
            assertThat(text(made)).contains("uri=\"" + VOS + "/home/ann/id1\"");
            space.send(ann, "DELETE", "/vos/nodes/home/ann/id1", null);
        }
        assertThat(make("/home/ann/a%20b%2B(1)%25%E6%98%9F", "ContainerNode").statusCode())
                .isEqualTo(201);
        assertThat(text(space.get(null, "/vos/nodes/home/ann")))
                .contains("uri=\"" + VOS + "/home/ann/a%20b+(1)%25%E6%98%9F\"");
        HttpResponse<byte[]> foreign = space.put(
                ann,
                "/vos/nodes/home/ann/id2",
                bytes(new String(node("/x", "ContainerNode"), StandardCharsets.UTF_8)
                        .replace(VOS + "/x", "vos://else.example.org~vos/home/ann/id2")));
        assertThat(text(foreign)).startsWith("InvalidURI");
    }

    @Test
    @Demand({"V9", "V10", "V11", "V12"})
    void everyTypeIsMadeAndReadBack() {
        for (String type : List.of("DataNode", "UnstructuredDataNode", "StructuredDataNode", "ContainerNode")) {
            assertThat(make("/home/ann/t" + type, type).statusCode()).as(type).isEqualTo(201);
            String read = text(space.get(ann, "/vos/nodes/home/ann/t" + type));
            assertThat(read)
                    .contains("xsi:type=\"vos:" + type + "\"")
                    .contains("xmlns:vos=\"http://www.ivoa.net/xml/VOSpace/v2.0\"")
                    .contains("version=\"2.1\"");
            List<String> order = type.equals("ContainerNode")
                    ? List.of("<vos:properties", "<vos:accepts", "<vos:provides", "<vos:capabilities", "<vos:nodes")
                    : List.of("<vos:properties", "<vos:accepts", "<vos:provides", "<vos:capabilities");
            int at = 0;
            for (String element : order) {
                assertThat(read.indexOf(element)).as(type + " " + element).isGreaterThan(at);
                at = read.indexOf(element);
            }
            assertThat(read.contains(" busy=")).isEqualTo(!type.equals("ContainerNode"));
        }
        assertThat(text(space.put(ann, "/vos/nodes/home/ann/tn", document("/home/ann/tn", "Node", ""))))
                .contains("xsi:type=\"vos:DataNode\"");
        assertThat(text(space.put(
                        ann,
                        "/vos/nodes/home/ann/untyped",
                        bytes("<node xmlns='http://www.ivoa.net/xml/VOSpace/v2.0' uri='" + VOS
                                + "/home/ann/untyped'/>"))))
                .contains("xsi:type=\"vos:DataNode\"");
    }

    @Test
    @Demand("V13")
    void unstructuredBytesComeBackAsTheyWere() {
        byte[] all = new byte[512];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) (i * 7);
        }
        make("/home/ann/raw", "UnstructuredDataNode");
        space.put(ann, "/files/home/ann/raw", all);
        assertThat(space.get(null, "/files/home/ann/raw").body()).isEqualTo(all);
        assertThat(text(space.get(null, "/vos/nodes/home/ann/raw"))).contains("vos:UnstructuredDataNode");
    }

    @Test
    @Demand("V14")
    void linksKeepTheirOwnPropertiesAndAnyTarget() {
        for (String target :
                List.of(VOS + "/nowhere", "http://example.org/x?y=z", "vos://other.example~vos/x", "urn:x")) {
            byte[] link = document(
                    "/home/ann/link",
                    "LinkNode",
                    "<n:properties><n:property uri='" + CORE + "title'>mine</n:property></n:properties><n:target>"
                            + target + "</n:target>");
            assertThat(space.put(ann, "/vos/nodes/home/ann/link", link).statusCode())
                    .as(target)
                    .isEqualTo(201);
            assertThat(text(space.get(null, "/vos/nodes/home/ann/link")))
                    .contains("<vos:target>" + target + "</vos:target>")
                    .contains(">mine<")
                    .doesNotContain("core#length");
            space.send(ann, "DELETE", "/vos/nodes/home/ann/link", null);
        }
        make("/home/ann/nobytes", "ContainerNode");
        assertThat(space.put(ann, "/files/home/ann/nobytes", bytes("x")).statusCode())
                .isEqualTo(400);
    }

    @Test
    @Demand({"V17", "V18", "V19", "V20"})
    void propertiesAreKeptUnderstoodOrRefused() {
        make("/home/ann/p", "DataNode", "title", "T", "subject", "a, b,c", "description", "d", "rights", "r");
        assertThat(text(space.get(null, "/vos/nodes/home/ann/p")))
                .contains(">a, b,c<")
                .contains(">r<");
        assertThat(text(set(
                        "/home/ann/p",
                        "DataNode",
                        "<n:properties><n:property uri='quality'>good</n:property>"
                                + "<n:property uri='http://example.org/v#x'>1</n:property></n:properties>")))
                .contains("uri=\"quality\" readOnly=\"false\">good<")
                .contains("uri=\"http://example.org/v#x\"");
        for (String bad : List.of(
                CORE + "ispublic'>maybe",
                CORE + "immutable'>perhaps",
                CORE + "nosuchname'>x",
                CORE + "type'>no media type",
                CORE + "groupread'>ivo://test.example.org/gms?nobody",
                "ivo://xingvo.org/vospace/core#versions'>many",
                "'>x")) {
            HttpResponse<byte[]> answer = set(
                    "/home/ann/p",
                    "DataNode",
                    "<n:properties><n:property uri='" + bad + "</n:property></n:properties>");
            assertThat(answer.statusCode()).as(bad).isEqualTo(400);
            assertThat(text(answer)).startsWith("InvalidArgument ");
        }
        space.identities.addGroup("g1", "ann");
        space.identities.addGroup("g2", "ann");
        for (String both : List.of(
                "ivo://test.example.org/gms?g1 ivo://test.example.org/gms?g2",
                "ivo://test.example.org/gms?g1,ivo://test.example.org/gms?g2",
                "ivo://cadc.nrc.ca/gms?g1 ivo://cadc.nrc.ca/gms?ivo://test.example.org/gms?g2")) {
            assertThat(text(set(
                            "/home/ann/p",
                            "DataNode",
                            "<n:properties><n:property uri='" + CORE + "groupread'>" + both
                                    + "</n:property></n:properties>")))
                    .contains(">ivo://test.example.org/gms?g1 ivo://test.example.org/gms?g2<");
        }
    }

    @Test
    @Demand({"V36", "V38"})
    void whatIsThereIsNotMadeAgainAndViewsAreTheServices() {
        HttpResponse<byte[]> made = space.put(
                ann,
                "/vos/nodes/home/ann/views",
                document(
                        "/home/ann/views",
                        "DataNode",
                        "<n:accepts><n:view uri='urn:mine'/></n:accepts><n:provides><n:view uri='urn:mine'/>"
                                + "</n:provides><n:capabilities><n:capability uri='urn:mine'/></n:capabilities>"));
        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(text(made)).doesNotContain("urn:mine").contains("core#anyview");
        HttpResponse<byte[]> again = make("/home/ann/views", "DataNode");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(text(again)).isEqualTo("DuplicateNode " + VOS + "/home/ann/views\n");
    }

    @Test
    @Demand({"V41", "V55"})
    void deletingAndSettingNameWhatIsMissing() {
        make("/home/ann/closed", "ContainerNode", "ispublic", "true");
        for (String method : List.of("DELETE", "POST")) {
            assertThat(faultOf(ann, method, "/home/ann/none")).isEqualTo("404 NodeNotFound");
            assertThat(faultOf(ann, method, "/home/ann/none/below")).isEqualTo("404 ContainerNotFound");
            assertThat(faultOf(bob, method, "/home/ann/closed")).isEqualTo("403 PermissionDenied");
            assertThat(faultOf(null, method, "/home/ann/closed")).isEqualTo("401 NotAuthenticated");
        }
        space.put(
                ann,
                "/vos/nodes/home/ann/away",
                document("/home/ann/away", "LinkNode", "<n:target>" + VOS + "/home/ann/closed</n:target>"));
        assertThat(space.send(ann, "DELETE", "/vos/nodes/home/ann/away", null).statusCode())
                .isEqualTo(204);
        assertThat(space.get(ann, "/vos/nodes/home/ann/closed").statusCode()).isEqualTo(200);
    }

    private static String faultOf(@org.jspecify.annotations.Nullable String token, String method, String path) {
        byte[] body = method.equals("POST")
                ? document(path, "Node", "<n:properties><n:property uri='a:b'>c</n:property></n:properties>")
                : null;
        HttpResponse<byte[]> answer = space.send(token, method, "/vos/nodes" + path, body);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain");
        return answer.statusCode() + " " + text(answer).split("\\s", 2)[0];
    }

    @Test
    @Demand({"V51", "V52"})
    void protocolsAndBytesAreFoundFromTheNode() {
        space.put(ann, "/files/home/ann/seen.txt", bytes("seen"));
        HttpResponse<byte[]> protocols = space.send(
                ann,
                "POST",
                "/vos/nodes/home/ann/seen.txt",
                bytes("<vos:protocols xmlns:vos='http://www.ivoa.net/xml/VOSpace/v2.0'/>"));
        assertThat(protocols.statusCode()).isEqualTo(200);
        assertThat(text(protocols)).contains("core#httpget").contains("core#httpput");
        HttpResponse<byte[]> data = space.get(null, "/vos/nodes/home/ann/seen.txt?view=data");
        assertThat(data.statusCode()).isEqualTo(303);
        assertThat(text(space.get(null, data.headers().firstValue("Location").orElseThrow())))
                .isEqualTo("seen");
        assertThat(text(space.get(null, "/vos/nodes/home/ann/seen.txt?view=urn:other")))
                .isEqualTo("ViewNotSupported urn:other\n");
    }

    @Test
    @Demand({"V53", "V54"})
    void settingChangesWhatItMayAndNothingElse() {
        make("/home/ann/s", "DataNode", "title", "T", "creator", "ann", "description", "D");
        String blank = text(set(
                "/home/ann/s",
                "DataNode",
                "<n:properties><n:property uri='" + CORE + "title'></n:property><n:property uri='" + CORE
                        + "description' i:nil='true'/></n:properties>"));
        assertThat(blank)
                .contains("core#title\" readOnly=\"false\"></vos:property>")
                .doesNotContain("core#description");
        assertThat(text(set("/home/ann/s", "ContainerNode", ""))).startsWith("InvalidArgument type");
        assertThat(text(set(
                        "/home/ann/s",
                        "DataNode",
                        "<n:properties><n:property uri='" + CORE + "creator'>bob</n:property></n:properties>")))
                .startsWith("PermissionDenied");
        space.put(
                ann,
                "/vos/nodes/home/ann/turn",
                document("/home/ann/turn", "LinkNode", "<n:target>" + VOS + "/a</n:target>"));
        assertThat(text(set("/home/ann/turn", "LinkNode", "<n:target>" + VOS + "/b</n:target>")))
                .contains("<vos:target>" + VOS + "/b</vos:target>");
        assertThat(text(set("/home/ann/s", "DataNode", "<n:target>urn:x</n:target>")))
                .startsWith("InvalidArgument target");
    }

    /** A request that cannot be answered, and what must be answered to it. */
    private record Refused(int status, String body, HttpResponse<byte[]> answer) {}

    @Test
    @Demand({"V72", "V73"})
    void aFaultBeginsWithItsNameAndSaysWhatItIsAbout() {
        make("/home/ann/faults", "ContainerNode");
        make("/home/ann/faults/file", "DataNode", "title", "T");
        make("/home/ann/faults/locked", "DataNode");
        set(
                "/home/ann/faults/locked",
                "DataNode",
                "<n:properties><n:property uri='ivo://cadc.nrc.ca/vospace/core#islocked'>true</n:property></n:properties>");
        make("/home/ann/faults/full", "ContainerNode");
        space.send(
                space.operator,
                "POST",
                "/vos/nodes/home/ann/faults/full",
                node("/home/ann/faults/full", "ContainerNode", "quota", "3"));
        String link = "/home/ann/faults/link";
        space.put(ann, "/vos/nodes" + link, document(link, "LinkNode", "<n:target>urn:x</n:target>"));
        String home = "/vos/nodes/home/ann/faults";
        String missing = VOS + "/home/ann/faults/a%20b%23";
        for (Refused refused : List.of(
                new Refused(404, "NodeNotFound " + missing, space.get(ann, home + "/a%20b%23")),
                new Refused(404, "NodeNotFound " + missing, space.get(ann, "/files/home/ann/faults/a%20b%23")),
                new Refused(404, "ContainerNotFound " + missing, make("/home/ann/faults/a%20b%23/c", "DataNode")),
                new Refused(
                        409,
                        "DuplicateNode " + VOS + "/home/ann/faults/file",
                        make("/home/ann/faults/file", "DataNode")),
                new Refused(
                        400,
                        "InvalidURI vos://elsewhere~vos/x ",
                        space.put(
                                ann,
                                home + "/x",
                                bytes(new String(node("/x", "DataNode"), StandardCharsets.UTF_8)
                                        .replace(VOS, "vos://elsewhere~vos")))),
                new Refused(
                        400, "InvalidURI " + VOS + "/other ", space.put(ann, home + "/x", node("/other", "DataNode"))),
                new Refused(
                        400,
                        "TypeNotSupported {http://www.ivoa.net/xml/VOSpace/v2.0}StarNode",
                        make("/home/ann/faults/x", "StarNode")),
                new Refused(400, "ViewNotSupported urn:view", space.get(ann, home + "/file?view=urn:view")),
                new Refused(400, "ViewNotSupported rar ", space.get(ann, "/files/home/ann/faults?view=rar")),
                new Refused(400, "InvalidArgument limit: ", space.get(ann, home + "?limit=many")),
                new Refused(400, "InvalidArgument document: ", space.put(ann, home + "/x", bytes("<not xml"))),
                new Refused(400, "InvalidToken since: ", space.get(ann, "/vos/changes?since=yesterday")),
                new Refused(
                        400,
                        "InvalidData archive: ",
                        space.put(ann, "/files/home/ann/faults?view=zip", bytes("no zip"))),
                new Refused(400, "LinkFound\n<", space.get(ann, home + "/link/below")),
                new Refused(
                        403,
                        "PermissionDenied " + "/home/ann/faults is not writable",
                        space.put(bob, home + "/x", node("/home/ann/faults/x", "DataNode"))),
                new Refused(
                        401,
                        "NotAuthenticated " + "/home/ann/faults is not writable",
                        space.put(null, home + "/x", node("/home/ann/faults/x", "DataNode"))),
                new Refused(
                        413,
                        "QuotaExceeded expected at most 3 bytes more, found 4",
                        space.put(ann, "/files/home/ann/faults/full/x", bytes("four"))),
                new Refused(
                        412,
                        "InvalidData ",
                        space.put(
                                ann, "/files/home/ann/faults/x", bytes("x"), "Digest", "md5=AAAAAAAAAAAAAAAAAAAAAA==")),
                new Refused(423, "NodeLocked ", space.put(ann, "/files/home/ann/faults/locked", bytes("x"))))) {
            HttpResponse<byte[]> answer = refused.answer();
            String what = answer.request() + ": " + text(answer);
            assertThat(answer.statusCode()).as(what).isEqualTo(refused.status());
            assertThat(text(answer)).as(what).startsWith(refused.body());
            assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                    .as(what)
                    .startsWith("text/plain");
        }
        // The whole link.
        assertThat(text(space.get(ann, home + "/link/below")))
                .contains("uri=\"" + VOS + link + "\"", "xsi:type=\"vos:LinkNode\"", "<vos:target>urn:x</vos:target>");
    }

    @Test
    void whatIsNewIsAsItsContainerWants() {
        make("/home/ann/inherit", "ContainerNode", "ispublic", "false");
        space.send(
                ann,
                "POST",
                "/vos/nodes/home/ann/inherit",
                document(
                        "/home/ann/inherit",
                        "ContainerNode",
                        "<n:properties><n:property uri='ivo://cadc.nrc.ca/vospace/core#inheritPermissions'>true"
                                + "</n:property></n:properties>"));
        assertThat(text(make("/home/ann/inherit/in", "ContainerNode", "ispublic", "true")))
                .contains("core#ispublic\" readOnly=\"false\">false<")
                .contains("core#inheritPermissions\" readOnly=\"false\">true<");
        assertThat(text(make("/home/ann/inherit/in/deep", "DataNode", "ispublic", "true")))
                .contains("core#ispublic\" readOnly=\"false\">false<");
        make("/home/ann/strict", "ContainerNode");
        space.send(
                ann,
                "POST",
                "/vos/nodes/home/ann/strict",
                document(
                        "/home/ann/strict",
                        "ContainerNode",
                        "<n:properties><n:property uri='ivo://cadc.nrc.ca/vospace/core#inheritPermissions'>false"
                                + "</n:property></n:properties>"));
        assertThat(text(make("/home/ann/strict/shut", "DataNode")))
                .contains("core#ispublic\" readOnly=\"false\">false<");
        assertThat(text(make("/home/ann/strict/open", "DataNode", "ispublic", "true")))
                .contains("core#ispublic\" readOnly=\"false\">true<");
    }
}
