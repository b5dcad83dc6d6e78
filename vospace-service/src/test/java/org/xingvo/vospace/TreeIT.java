package org.xingvo.vospace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.xingvo.vospace.SpaceHarness.VOS;
import static org.xingvo.vospace.SpaceHarness.bytes;
import static org.xingvo.vospace.SpaceHarness.children;
import static org.xingvo.vospace.SpaceHarness.first;
import static org.xingvo.vospace.SpaceHarness.node;
import static org.xingvo.vospace.SpaceHarness.path;
import static org.xingvo.vospace.SpaceHarness.text;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.testing.Demand;
import org.xingvo.testing.PostgresExtension;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.tree.Outcome;
import org.xingvo.vospace.tree.Progress;

/** What the tree does beyond single nodes: moves, copies, quotas, the trash, versions, what is kept as it is. */
class TreeIT {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.cube();

    @TempDir
    static Path directory;

    static SpaceHarness space;
    static String ann;
    static String bob;

    @BeforeAll
    static void start() throws Exception {
        space = new SpaceHarness(postgres.dataSource(), directory, SpaceHarness.OPEN);
        ann = space.user("ann");
        bob = space.user("bob");
        space.put(ann, "/files/home/ann/.keep", bytes("k"));
        space.put(bob, "/files/home/bob/.keep", bytes("k"));
    }

    @AfterAll
    static void stop() {
        space.close();
    }

    // Moves --------------------------------------------------------------------------------------------------

    @Test
    @Demand({"V42", "V43"})
    void aContainerMovesWithEverythingBelow() throws Exception {
        space.containers(ann, "/home/ann/m1", "/home/ann/m1/in", "/home/ann/m2");
        space.put(ann, "/files/home/ann/m1/in/x.fits", bytes("SIMPLE  ="));
        String address =
                one("select access_path from archive.ingest_queue where access_path like '%/x.fits' order by id"
                        + " desc limit 1");
        assertThat(text(space.get(null, address))).isEqualTo("SIMPLE  =");
        Node moved = moved("/home/ann/m1", "/home/ann/m2");
        assertThat(moved.path().plain()).isEqualTo("/home/ann/m2/m1");
        assertThat(text(space.get(null, "/files/home/ann/m2/m1/in/x.fits"))).isEqualTo("SIMPLE  =");
        assertThat(space.get(ann, "/vos/nodes/home/ann/m1").statusCode()).isEqualTo(404);
        assertThat(text(space.get(null, address)))
                .as("the address that the catalogue gives stays")
                .isEqualTo("SIMPLE  =");
        assertThat(length(ann, "/home/ann/m2")).isEqualTo(9);
        assertThatThrownBy(() ->
                        space.space.tree().move(space.viewer("ann"), path("/home/ann/m2"), path("/home/ann/m2/m1")))
                .hasMessageContaining("Cannot move container node into its descendants");
        space.put(ann, "/files/home/ann/file", bytes("f"));
        assertThatThrownBy(() ->
                        space.space.tree().move(space.viewer("ann"), path("/home/ann/m2"), path("/home/ann/file")))
                .hasMessage("DuplicateNode /home/ann/file");
        assertThatThrownBy(
                        () -> space.space.tree().move(space.viewer("ann"), path("/home/ann/m2"), path("/home/bob/m2")))
                .hasMessageStartingWith("PermissionDenied");
        assertThatThrownBy(() ->
                        space.space.tree().move(space.viewer("ann"), path("/home/ann/none"), path("/home/ann/m3")))
                .hasMessage("NodeNotFound /home/ann/none");
        assertThatThrownBy(
                        () -> space.space.tree().move(space.viewer("bob"), path("/home/ann/m2"), path("/home/bob/m2")))
                .hasMessageStartingWith("PermissionDenied");
        Node auto = moved("/home/ann/file", "/home/ann/m2/.auto");
        assertThat(auto.path().parent().plain()).isEqualTo("/home/ann/m2");
        assertThat(space.space.tree().move(space.viewer("ann"), auto.path(), path("/home/ann/.null")))
                .isNull();
        assertThat(space.get(ann, "/files" + auto.path().plain()).statusCode()).isEqualTo(404);
        agrees();
    }

    @Test
    void whoMovesAFileOutOfSightTakesItOutOfTheCatalogue() throws Exception {
        space.containers(ann, "/home/ann/open", "/home/ann/shut", "/home/ann/open/d");
        space.set(ann, "/home/ann/shut", "ispublic", "false");
        space.put(ann, "/files/home/ann/open/d/x.fits", bytes("SIMPLE  ="));
        assertThat(space.queued("/files/home/ann/open/d/x.fits").getFirst()).contains(" 0 ");
        space.space.tree().move(space.viewer("ann"), path("/home/ann/open/d"), path("/home/ann/shut/d"));
        assertThat(space.queued("/files/home/ann/shut/d/x.fits").getFirst()).doesNotContain(" 0 ");
        assertThat(space.get(null, "/files/home/ann/shut/d/x.fits").statusCode())
                .isEqualTo(404);
        space.space.tree().move(space.viewer("ann"), path("/home/ann/shut/d"), path("/home/ann/open/e"));
        assertThat(space.queued("/files/home/ann/open/e/x.fits").getFirst()).contains(" 0 ");
    }

    @Test
    void whatIsGivenToAnotherUserIsTheOther() throws Exception {
        space.identities.addGroup("pair", "bob");
        space.identities.addMember("pair", "ann");
        space.containers(ann, "/home/ann/gift", "/home/ann/gift/in");
        space.set(ann, "/home/ann/gift/in", "ispublic", "false");
        space.put(ann, "/files/home/ann/gift/in/x", bytes("xyz"));
        space.set(bob, "/home/bob", "groupwrite", "ivo://test.example.org/gms?pair");
        space.space.tree().move(space.viewer("ann"), path("/home/ann/gift"), path("/home/bob/gift"));
        assertThat(text(space.get(bob, "/files/home/bob/gift/in/x"))).isEqualTo("xyz");
        assertThat(space.get(ann, "/files/home/bob/gift/in/x").statusCode()).isEqualTo(404);
        assertThat(space.rows("select distinct owner from archive.node where name in ('gift', 'in') and owner = 'bob'"))
                .hasSize(1);
        agrees();
    }

    // Copies -------------------------------------------------------------------------------------------------

    @Test
    @Demand("V42")
    void aDeepCopyIsWholeAndItsOwn() throws Exception {
        space.containers(ann, "/home/ann/c1", "/home/ann/c1/in", "/home/ann/c1/in/deep");
        space.put(ann, "/files/home/ann/c1/in/deep/x.fits", bytes("SIMPLE  ="), "Content-Type", "application/fits");
        space.put(ann, "/files/home/ann/c1/empty", new byte[0]);
        space.set(ann, "/home/ann/c1/in", "title", "T");
        long[] seen = new long[2];
        Node copy = space.space
                .tree()
                .copy(space.viewer("ann"), path("/home/ann/c1"), path("/home/ann/c2"), (done, failed, size) -> {
                    seen[0] = done;
                    seen[1] = size;
                    return true;
                });
        assertThat(copy).isNotNull();
        assertThat(Objects.requireNonNull(copy).path().plain()).isEqualTo("/home/ann/c2");
        assertThat(seen).containsExactly(5, 9);
        space.put(ann, "/files/home/ann/c1/in/deep/x.fits", bytes("changed"));
        assertThat(text(space.get(null, "/files/home/ann/c2/in/deep/x.fits"))).isEqualTo("SIMPLE  =");
        assertThat(text(space.get(null, "/vos/nodes/home/ann/c2/in"))).contains(">T<");
        assertThat(space.queued("/files/home/ann/c2/in/deep/x.fits")).hasSize(1);
        assertThat(length(ann, "/home/ann/c2")).isEqualTo(9);
        assertThatThrownBy(() -> space.space
                        .tree()
                        .copy(space.viewer("ann"), path("/home/ann/c1"), path("/home/ann/c1/in"), Progress.NONE))
                .hasMessageContaining("into its descendants");
        assertThatThrownBy(() -> space.space
                        .tree()
                        .copy(
                                space.viewer("ann"),
                                path("/home/ann/c1"),
                                path("/home/ann/c3"),
                                (done, failed, size) -> done < 2))
                .isInstanceOf(CancellationException.class);
        assertThat(space.get(ann, "/vos/nodes/home/ann/c3").statusCode()).isEqualTo(404);
        agrees();
    }

    @Test
    void filesOfCollectionsAreCopiedHome() throws Exception {
        space.dataset("survey", 0x00110010, "deep/x.fits", bytes("SIMPLE  = survey"), 0);
        space.space.tree().copy(space.viewer("ann"), path("/data/survey/deep"), path("/home/ann/mine"), Progress.NONE);
        assertThat(text(space.get(ann, "/files/home/ann/mine/x.fits"))).isEqualTo("SIMPLE  = survey");
        agrees();
    }

    // Deleting and the trash ---------------------------------------------------------------------------------

    @Test
    @Demand("V40")
    void whatWasDeletedCanBeBroughtBack() throws Exception {
        space.containers(ann, "/home/ann/t1", "/home/ann/t1/in");
        space.put(ann, "/files/home/ann/t1/in/x.fits", bytes("SIMPLE  ="));
        assertThat(space.send(ann, "DELETE", "/vos/nodes/home/ann/t1", null).statusCode())
                .isEqualTo(204);
        assertThat(space.get(ann, "/files/home/ann/t1/in/x.fits").statusCode()).isEqualTo(404);
        HttpResponse<byte[]> trash = space.get(ann, "/vos/trash");
        assertThat(text(trash)).contains("uri=\"" + VOS + "/home/ann/t1\"").contains("bytes=\"9\"");
        assertThat(text(space.get(bob, "/vos/trash"))).doesNotContain("/home/ann/");
        assertThat(space.get(null, "/vos/trash").statusCode()).isEqualTo(401);
        String id = first("item id=\"(\\d+)\" uri=\"" + VOS + "/home/ann/t1\"", text(trash));
        assertThat(space.send(bob, "POST", "/vos/trash/" + id, new byte[0]).statusCode())
                .isEqualTo(404);
        space.containers(ann, "/home/ann/t1");
        assertThat(text(space.send(ann, "POST", "/vos/trash/" + id, new byte[0])))
                .startsWith("DuplicateNode");
        assertThat(space.send(ann, "POST", "/vos/trash/" + id + "?target=" + VOS + "/home/ann/t2", new byte[0])
                        .statusCode())
                .isEqualTo(200);
        assertThat(text(space.get(null, "/files/home/ann/t2/in/x.fits"))).isEqualTo("SIMPLE  =");
        assertThat(space.queued("/files/home/ann/t2/in/x.fits")).hasSize(1);
        assertThat(length(ann, "/home/ann/t2")).isEqualTo(9);
        agrees();
    }

    @Test
    void theTrashGivesWayWhenItsHomeNeedsTheRoom() throws Exception {
        String cat = space.user("cat");
        space.put(cat, "/files/home/cat/a", new byte[60]);
        space.set(space.operator, "/home/cat", "quota", "100");
        space.send(cat, "DELETE", "/vos/nodes/home/cat/a", null);
        assertThat(space.put(cat, "/files/home/cat/b", new byte[90]).statusCode())
                .as("what is in the trash counts for no quota")
                .isEqualTo(201);
        space.keepHouse();
        assertThat(text(space.get(cat, "/vos/trash"))).doesNotContain("<x:item");
        space.send(cat, "DELETE", "/vos/nodes/home/cat/b", null);
        space.keepHouse();
        assertThat(text(space.get(cat, "/vos/trash"))).contains("/home/cat/b").doesNotContain("/home/cat/a");
        agrees();
    }

    @Test
    void whatIsPurgedLeavesNoBytes() throws Exception {
        space.containers(ann, "/home/ann/p1", "/home/ann/p1/in", "/home/ann/p1/in/deep");
        for (String name : List.of("p1/gone1", "p1/in/gone2", "p1/in/deep/gone3")) {
            space.put(ann, "/files/home/ann/" + name, bytes("bytes"));
        }
        space.send(ann, "DELETE", "/vos/nodes/home/ann/p1", null);
        String id = first("item id=\"(\\d+)\" uri=\"" + VOS + "/home/ann/p1\"", text(space.get(ann, "/vos/trash")));
        assertThat(space.send(ann, "DELETE", "/vos/trash/" + id, null).statusCode())
                .isEqualTo(204);
        for (int i = 0; i < 5; i++) {
            space.keepHouse();
        }
        assertThat(space.rows("select name from archive.node where name like 'gone_'"))
                .isEmpty();
        agrees();
    }

    @Test
    void whatIsHeldBelowKeepsOnlyItsOwnContainers() throws Exception {
        space.containers(ann, "/home/ann/r", "/home/ann/r/a", "/home/ann/r/b");
        space.put(ann, "/files/home/ann/r/a/x", bytes("x"));
        space.put(ann, "/files/home/ann/r/b/y", bytes("y"));
        space.set(ann, "/home/ann/r/b/y", "immutable", "true");
        assertThat(text(space.send(ann, "DELETE", "/vos/nodes/home/ann/r", null)))
                .startsWith("PermissionDenied");
        Outcome outcome = space.space.tree().deleteAll(space.viewer("ann"), path("/home/ann/r"), Progress.NONE);
        assertThat(outcome).isEqualTo(new Outcome(2, 3, false));
        assertThat(space.get(ann, "/files/home/ann/r/b/y").statusCode()).isEqualTo(200);
        assertThat(space.get(ann, "/vos/nodes/home/ann/r/a").statusCode()).isEqualTo(404);
        space.set(ann, "/home/ann/r/b/y", "immutable", "false");
        assertThat(space.space.tree().deleteAll(space.viewer("ann"), path("/home/ann/r"), Progress.NONE))
                .isEqualTo(new Outcome(3, 0, false));
        agrees();
    }

    @Test
    void bytesWithoutANodeAreFoundAfterTheStart() throws Exception {
        try (SpaceHarness.Orphan orphan = space.orphan("ann/killed/x")) {
            assertThat(orphan.isThere()).isTrue();
            space.restartTree();
            space.keepHouse();
            assertThat(orphan.isThere()).isFalse();
        }
    }

    // Quotas -------------------------------------------------------------------------------------------------

    @Test
    void aQuotaHoldsForUploadsCopiesAndMoves() throws Exception {
        space.containers(bob, "/home/bob/q", "/home/bob/q/in");
        assertThat(space.send(bob, "POST", "/vos/nodes/home/bob/q", node("/home/bob/q", "ContainerNode", "quota", "9"))
                        .statusCode())
                .isEqualTo(403);
        space.set(space.operator, "/home/bob/q", "quota", "10");
        assertThat(space.put(bob, "/files/home/bob/q/in/a", bytes("123456")).statusCode())
                .isEqualTo(201);
        HttpResponse<byte[]> full = space.put(bob, "/files/home/bob/q/in/b", bytes("12345"));
        assertThat(full.statusCode()).isEqualTo(413);
        assertThat(text(full))
                .startsWith(
                        "QuotaExceeded expected at most 4 bytes more, found 5 (quota 10, used 6, promised to uploads 0)");
        assertThat(text(space.get(bob, "/vos/nodes/home/bob/q?limit=0")))
                .contains("core#quota\" readOnly=\"true\">10<")
                .contains("core#availableSpace\" readOnly=\"true\">4<")
                .contains("core#length\" readOnly=\"true\">6<");
        assertThat(text(space.get(ann, "/vos/nodes/home/bob/q?limit=0"))).doesNotContain("core#length");
        assertThat(space.put(bob, "/files/home/bob/q/in/a", bytes("1234567890")).statusCode())
                .isEqualTo(201);
        assertThat(space.put(bob, "/files/home/bob/q/in/a", bytes("12345678901"))
                        .statusCode())
                .isEqualTo(413);
        space.put(bob, "/files/home/bob/out", bytes("1"));
        assertThatThrownBy(
                        () -> space.space.tree().move(space.viewer("bob"), path("/home/bob/out"), path("/home/bob/q")))
                .hasMessageStartingWith("QuotaExceeded");
        assertThatThrownBy(() -> space.space
                        .tree()
                        .copy(space.viewer("bob"), path("/home/bob/out"), path("/home/bob/q/in"), Progress.NONE))
                .hasMessageStartingWith("QuotaExceeded");
        assertThat(text(space.send(
                        bob,
                        "POST",
                        "/vos/nodes/home/bob/q",
                        space.get(bob, "/vos/nodes/home/bob/q?limit=0").body())))
                .contains("core#quota");
        space.send(bob, "DELETE", "/vos/nodes/home/bob/q/in/a", null);
        assertThat(space.put(bob, "/files/home/bob/q/in/b", bytes("12345")).statusCode())
                .isEqualTo(201);
        assertThat(space.rows("select id::text from archive.reservation")).isEmpty();
        agrees();
    }

    // Versions -----------------------------------------------------------------------------------------------

    @Test
    void asManyOldVersionsStayAsTheContainerSays() throws Exception {
        space.containers(ann, "/home/ann/v");
        space.send(
                ann,
                "POST",
                "/vos/nodes/home/ann/v",
                bytes(text(node("/home/ann/v", "ContainerNode"))
                        .replace(
                                "<vos:properties>",
                                "<vos:properties><vos:property uri=\"ivo://xingvo.org/vospace/core#versions\">2"
                                        + "</vos:property>")));
        for (String body : List.of("1", "22", "333", "4444")) {
            space.put(ann, "/files/home/ann/v/x", bytes(body));
        }
        assertThat(length(ann, "/home/ann/v")).isEqualTo(4 + 3 + 2);
        Node file = space.space.tree().get(space.viewer("ann"), path("/home/ann/v/x"));
        assertThat(space.space.tree().versions(file).stream()
                        .map(version -> version.number() + ":" + version.sizeBytes()))
                .containsExactly("3:3", "2:2");
        assertThat(space.get(null, "/files/home/ann/v/x?version=1").statusCode())
                .isEqualTo(404);
        assertThat(text(space.get(null, "/files/home/ann/v/x?version=2"))).isEqualTo("22");
        assertThat(text(space.get(null, "/vos/nodes/home/ann/v/x?view=versions")))
                .contains("number=\"3\" bytes=\"3\"")
                .contains("number=\"2\" bytes=\"2\"");
        agrees();
        space.send(ann, "DELETE", "/vos/nodes/home/ann/v/x", null);
        assertThat(length(ann, "/home/ann/v")).isZero();
        agrees();
    }

    // Immutable, locked, inherited ---------------------------------------------------------------------------

    @Test
    @Demand("V15")
    void whatIsImmutableStaysAsItIs() throws Exception {
        space.containers(ann, "/home/ann/doi", "/home/ann/doi/in");
        space.put(ann, "/files/home/ann/doi/in/x", bytes("x"));
        space.set(ann, "/home/ann/doi", "immutable", "true");
        assertThat(space.put(ann, "/files/home/ann/doi/in/x", bytes("y")).statusCode())
                .isEqualTo(403);
        assertThat(space.put(ann, "/files/home/ann/doi/in/new", bytes("y")).statusCode())
                .isEqualTo(403);
        assertThat(space.put(ann, "/vos/nodes/home/ann/doi/d", node("/home/ann/doi/d", "ContainerNode"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(text(space.send(ann, "DELETE", "/vos/nodes/home/ann/doi/in/x", null)))
                .startsWith("PermissionDenied");
        assertThat(text(space.send(ann, "DELETE", "/vos/nodes/home/ann/doi", null)))
                .startsWith("PermissionDenied");
        assertThatThrownBy(() -> space.space
                        .tree()
                        .move(space.viewer("ann"), path("/home/ann/doi/in/x"), path("/home/ann/x-out")))
                .hasMessageStartingWith("PermissionDenied");
        assertThat(space.set(ann, "/home/ann/doi/in/x", "title", "still open").statusCode())
                .isEqualTo(200);
        space.set(ann, "/home/ann/doi", "immutable", "false");
        assertThat(space.put(ann, "/files/home/ann/doi/in/x", bytes("y")).statusCode())
                .isEqualTo(201);
    }

    @Test
    void whatIsLockedWaits() throws Exception {
        space.containers(ann, "/home/ann/l");
        space.put(ann, "/files/home/ann/l/x", bytes("x"));
        lock("/home/ann/l", "ContainerNode", true);
        assertThat(space.put(ann, "/files/home/ann/l/y", bytes("y")).statusCode())
                .isEqualTo(423);
        assertThat(text(space.send(ann, "DELETE", "/vos/nodes/home/ann/l", null)))
                .startsWith("NodeLocked");
        assertThat(space.set(ann, "/home/ann/l", "title", "no").statusCode()).isEqualTo(423);
        lock("/home/ann/l", "ContainerNode", false);
        assertThat(space.put(ann, "/files/home/ann/l/y", bytes("y")).statusCode())
                .isEqualTo(201);
    }

    private void lock(String path, String type, boolean on) {
        assertThat(space.send(
                                ann,
                                "POST",
                                "/vos/nodes" + path,
                                bytes(text(node(path, type))
                                        .replace(
                                                "<vos:properties>",
                                                "<vos:properties><vos:property uri="
                                                        + "\"ivo://cadc.nrc.ca/vospace/core#islocked\""
                                                        + (on ? ">true" : " xsi:nil=\"true\">")
                                                        + "</vos:property>")))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    @Demand({"V7", "V6", "V39"})
    void reservedNamesDoWhatTheyPromise() {
        assertThat(space.put(ann, "/files/home/ann/.null", bytes("gone")).statusCode())
                .isEqualTo(201);
        assertThat(space.get(ann, "/files/home/ann/.null").statusCode()).isEqualTo(204);
        assertThat(children(space.get(ann, "/vos/nodes/home/ann"))).doesNotContain(".null", ".auto");
        HttpResponse<byte[]> made = space.put(ann, "/vos/nodes/home/ann/.auto", node("/home/ann/.auto", "DataNode"));
        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(text(made)).containsPattern("uri=\"" + VOS + "/home/ann/[0-9a-f]{32}\"");
    }

    @Test
    @Demand({"V36", "V41"})
    void aLinkOnTheWayIsShownWhole() {
        byte[] link = bytes(text(node("/home/ann/way", "LinkNode", "title", "the way"))
                .replace("</vos:node>", "<vos:target>" + VOS + "/home/ann/goal</vos:target></vos:node>"));
        space.put(ann, "/vos/nodes/home/ann/way", link);
        space.containers(ann, "/home/ann/goal");
        space.put(ann, "/files/home/ann/goal/x", bytes("through"));
        HttpResponse<byte[]> fault = space.send(ann, "DELETE", "/vos/nodes/home/ann/way/x", null);
        assertThat(fault.statusCode()).isEqualTo(400);
        assertThat(text(fault))
                .startsWith("LinkFound\n<?xml")
                .contains("<vos:target>" + VOS + "/home/ann/goal</vos:target>")
                .contains(">the way<");
        assertThat(text(space.get(null, "/files/home/ann/way/x"))).isEqualTo("through");
    }

    // Helpers ------------------------------------------------------------------------------------------------

    /** The books against the rows, the rows against the store. */
    private static void agrees() throws Exception {
        space.agrees();
        space.keepHouse();
        space.agrees();
    }

    private static long length(String token, String path) {
        return Long.parseLong(first(
                "core#length\" readOnly=\"true\">(\\d+)<", text(space.get(token, "/vos/nodes" + path + "?limit=0"))));
    }

    private static String one(String sql) throws Exception {
        return space.rows(sql).getFirst();
    }

    private static Node moved(String from, String to) {
        return Objects.requireNonNull(space.space.tree().move(space.viewer("ann"), path(from), path(to)));
    }
}
