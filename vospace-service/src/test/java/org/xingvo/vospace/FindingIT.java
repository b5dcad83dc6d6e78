package org.xingvo.vospace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xingvo.vospace.SpaceHarness.VOS;
import static org.xingvo.vospace.SpaceHarness.bytes;
import static org.xingvo.vospace.SpaceHarness.children;
import static org.xingvo.vospace.SpaceHarness.first;
import static org.xingvo.vospace.SpaceHarness.text;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.testing.Demand;
import org.xingvo.testing.PostgresExtension;

/** What can be found in a space: by search, by the feed of changes, in order. */
class FindingIT {
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

    @Test
    void searchFindsWhatTheCallerMaySee() throws Exception {
        space.containers(ann, "/home/ann/s", "/home/ann/s/hidden");
        space.set(ann, "/home/ann/s/hidden", "ispublic", "false");
        space.put(ann, "/files/home/ann/s/galaxy_1.fits", bytes("12345"));
        space.put(ann, "/files/home/ann/s/galaxyx1.fits", bytes("1234567890"));
        space.put(ann, "/files/home/ann/s/hidden/galaxy_2.fits", bytes("12345"));
        space.set(ann, "/home/ann/s/galaxy_1.fits", "title", "Andromeda");
        String target = "/vos/search?TARGET=" + VOS + "/home/ann/s";
        assertThat(found(ann, target + "&NAME=galaxy_*"))
                .containsExactlyInAnyOrder("/home/ann/s/galaxy_1.fits", "/home/ann/s/hidden/galaxy_2.fits");
        assertThat(found(null, target + "&NAME=galaxy_*")).containsExactly("/home/ann/s/galaxy_1.fits");
        assertThat(found(null, target + "&SIZE=6%20%2BInf")).containsExactly("/home/ann/s/galaxyx1.fits");
        assertThat(found(null, target + "&PROPERTY=" + CORE.replace("#", "%23") + "title%3DAndro*"))
                .containsExactly("/home/ann/s/galaxy_1.fits");
        assertThat(found(null, target + "&TIME=2001-01-01%202001-01-02")).isEmpty();
        assertThat(text(space.get(ann, target + "&MAXREC=1"))).contains("overflow=\"true\"");
        assertThat(space.get(null, target + "&SIZE=x").statusCode()).isEqualTo(400);
        assertThat(space.get(null, "/vos/search?TARGET=" + VOS + "/home/ann/s/hidden")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void theFeedTellsEverybodyWhatHeMaySee() throws Exception {
        String start = first("next=\"([0-9a-f.]+)\"", text(lastPage(ann)));
        space.containers(ann, "/home/ann/f");
        space.put(ann, "/files/home/ann/f/x", bytes("x"));
        space.put(ann, "/files/home/ann/f/secret", bytes("x"));
        space.set(ann, "/home/ann/f/secret", "ispublic", "false");
        space.space
                .tree()
                .move(space.viewer("ann"), SpaceHarness.path("/home/ann/f/x"), SpaceHarness.path("/home/ann/f/y"));
        space.send(ann, "DELETE", "/vos/nodes/home/ann/f/y", null);
        String all = text(space.get(ann, "/vos/changes?since=" + start));
        assertThat(actions(all))
                .containsExactly("node.create", "node.write", "node.write", "node.access", "node.move", "node.delete");
        assertThat(all).contains("from=\"" + VOS + "/home/ann/f/x\"").contains("more=\"false\"");
        String others = text(space.get(bob, "/vos/changes?since=" + start));
        assertThat(others).doesNotContain("secret");
        assertThat(actions(others))
                .containsExactly("node.create", "node.write", "node.hidden", "node.move", "node.delete");
        String page = text(space.get(ann, "/vos/changes?limit=2&since=" + start));
        assertThat(actions(page)).hasSize(2);
        String rest = text(space.get(ann, "/vos/changes?since=" + first("next=\"([0-9a-f.]+)\"", page)));
        assertThat(actions(rest)).hasSize(4);
        assertThat(text(space.get(ann, "/vos/changes?since=x"))).startsWith("InvalidToken");
    }

    private HttpResponse<byte[]> lastPage(String token) {
        HttpResponse<byte[]> page = space.get(token, "/vos/changes?limit=10000");
        while (text(page).contains("more=\"true\"")) {
            page = space.get(token, "/vos/changes?limit=10000&since=" + first("next=\"([0-9a-f.]+)\"", text(page)));
        }
        return page;
    }

    @Test
    @Demand("V49")
    void childrenAreSortedByAnyPropertyPageByPage() throws Exception {
        space.containers(ann, "/home/ann/o");
        for (String name : List.of("c", "a", "b")) {
            space.put(ann, "/files/home/ann/o/" + name, bytes(name.repeat(name.charAt(0) - 'a' + 1)));
        }
        space.set(ann, "/home/ann/o/b", "title", "first");
        String list = "/vos/nodes/home/ann/o?sort=";
        String length = CORE.replace("#", "%23") + "length";
        assertThat(children(space.get(null, list + length))).containsExactly("a", "b", "c");
        assertThat(children(space.get(null, list + length + "&order=desc"))).containsExactly("c", "b", "a");
        assertThat(children(space.get(null, list + length + "&order=desc&limit=2&uri=" + VOS + "/home/ann/o/b")))
                .containsExactly("b", "a");
        assertThat(children(space.get(null, list + CORE.replace("#", "%23") + "title")))
                .containsExactly("b", "a", "c");
        assertThat(space.get(null, list + length + "&order=up").statusCode()).isEqualTo(400);
    }

    private static List<String> actions(String feed) {
        return Pattern.compile("action=\"([^\"]+)\"")
                .matcher(feed)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static List<String> found(@Nullable String token, String query) {
        HttpResponse<byte[]> answer = space.get(token, query);
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
        return Pattern.compile("<vos:node uri=\"" + VOS + "([^\"]+)\"")
                .matcher(text(answer))
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
