package org.xingvo.vospace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xingvo.vospace.SpaceHarness.text;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.testing.PostgresExtension;
import org.xingvo.vospace.Doors.Door;
import org.xingvo.vospace.Doors.Right;
import org.xingvo.vospace.Doors.Seen;
import org.xingvo.vospace.Stage.Place;

/**
 * Everybody at every door of a file in every state. The table says who may what in which state, from what is promised to
 * users and not from the code; from that follows what each must be answered, that nothing has changed after a refusal, and
 * that what is hidden is answered like what is not there.
 *
 * <p>The letters: a is ann, the owner; b is bob, another user; r is in the group that reads, n in a group within it; w is in
 * the group that writes, m in a group within that; o is the operator; t is ann with a token for reading; - is anonymous; x
 * has a token past its end and v a revoked one.
 */
class PermissionMatrixIT {
    private static final String ALL = "-abrwnmot";
    private static final int THREADS = 4;

    /** Of so many cases one is tried, so that every caller, door and state has its turn; all of them with 1. */
    private static final int EVERY = Integer.getInteger("xingvo.matrix.every", 7);

    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.cube();

    @TempDir
    static Path directory;

    static SpaceHarness space;
    static Stage stage;
    static final AtomicInteger cases = new AtomicInteger();

    @BeforeAll
    static void start() throws Exception {
        space = new SpaceHarness(postgres.dataSource(), directory);
        stage = new Stage(space);
    }

    @AfterAll
    static void stop() {
        space.close();
    }

    private static final String READERS = Stage.gms("readers");
    private static final String WRITERS = Stage.gms("writers");
    private static final String[] NOTHING = {};
    private static final String[] OPEN_TO_WRITERS = {"ispublic", "true", "groupwrite", WRITERS};

    /** What keeps those who may from doing it. */
    private enum Held {
        NO,
        LOCKED_FILE,
        LOCKED_DIR,
        IMMUTABLE_FILE,
        IMMUTABLE_DIR,
        TRASHED
    }

    private static List<Character> letters(String who) {
        return who.chars().mapToObj(c -> (char) c).toList();
    }

    private static String[] p(String... properties) {
        return properties;
    }

    /** How a container and a file in it came about, and who may see and write the one and the other. */
    private record State(
            String name,
            String seesDir,
            String seesFile,
            String writesDir,
            String writesFile,
            Held held,
            String[] dir,
            String[] fileAtFirst,
            String[] dirAtLast,
            String[] fileAtLast) {
        State(String name, String seesDir, String seesFile, String writesDir, String writesFile, String[] dir) {
            this(name, seesDir, seesFile, writesDir, writesFile, Held.NO, dir, NOTHING, NOTHING, NOTHING);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static State held(Held held, String[] dirAtLast, String[] fileAtLast) {
        boolean there = held != Held.TRASHED;
        return new State(
                held.name(),
                ALL,
                there ? ALL : "",
                "aowm",
                there ? "aowm" : "",
                held,
                OPEN_TO_WRITERS,
                NOTHING,
                dirAtLast,
                fileAtLast);
    }

    private static final List<State> STATES = List.of(
            //                     sees dir   sees file  writes dir  writes file
            new State("private", "aot", "aot", "ao", "ao", p("ispublic", "false")),
            new State("public", ALL, ALL, "ao", "ao", p("ispublic", "true")),
            new State("groupread", "aotrn", "aotrn", "ao", "ao", p("ispublic", "false", "groupread", READERS)),
            new State("groupwrite", "aotwm", "aotwm", "aowm", "aowm", p("ispublic", "false", "groupwrite", WRITERS)),
            new State("public, groupwrite", ALL, ALL, "aowm", "aowm", OPEN_TO_WRITERS),
            new State(
                    "readers and writers",
                    "aotrnwm",
                    "aotrnwm",
                    "aowm",
                    "aowm",
                    p("ispublic", "false", "groupread", READERS, "groupwrite", WRITERS)),
            new State(
                    "inherited",
                    "aotrn",
                    "aotrn",
                    "ao",
                    "ao",
                    Held.NO,
                    p("ispublic", "false", "groupread", READERS, "cadc:inheritPermissions", "true"),
                    p("ispublic", "true", "groupwrite", WRITERS),
                    NOTHING,
                    NOTHING),
            new State(
                    "not inherited",
                    ALL,
                    "aot",
                    "aowm",
                    "ao",
                    p("ispublic", "true", "groupwrite", WRITERS, "cadc:inheritPermissions", "false")),
            new State(
                    "private below public",
                    ALL,
                    "aot",
                    "ao",
                    "ao",
                    Held.NO,
                    p("ispublic", "true"),
                    NOTHING,
                    NOTHING,
                    p("ispublic", "false")),
            new State(
                    "public below private",
                    "aot",
                    "aot",
                    "ao",
                    "ao",
                    Held.NO,
                    p("ispublic", "false"),
                    NOTHING,
                    NOTHING,
                    p("ispublic", "true", "groupwrite", WRITERS)),
            new State(
                    "written by more than its container",
                    ALL,
                    ALL,
                    "ao",
                    "aowm",
                    Held.NO,
                    p("ispublic", "true"),
                    NOTHING,
                    NOTHING,
                    p("groupwrite", WRITERS)),
            held(Held.LOCKED_FILE, NOTHING, p("cadc:islocked", "true")),
            held(Held.LOCKED_DIR, p("cadc:islocked", "true"), NOTHING),
            held(Held.IMMUTABLE_FILE, NOTHING, p("immutable", "true")),
            held(Held.IMMUTABLE_DIR, p("immutable", "true"), NOTHING),
            held(Held.TRASHED, NOTHING, NOTHING));

    @Test
    void everybodyIsAnsweredAsTheTableSaysAtEveryDoor() throws Exception {
        List<Door> doors = Doors.of(stage);
        List<String> faults = Collections.synchronizedList(new ArrayList<>());
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<?>> running = new ArrayList<>();
            for (State state : STATES) {
                running.add(threads.submit(() -> {
                    allOf(state, doors, faults);
                    return null;
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        }
        assertThat(faults).isEmpty();
        assertThat(cases.get()).isGreaterThan(8000 / EVERY);
        space.agrees();
    }

    private static void allOf(State state, List<Door> doors, List<String> faults) throws SQLException {
        Place place = build(state);
        String before = stage.fingerprint(place);
        for (char who : letters(ALL + "xv")) {
            for (Door door : doors) {
                if ((STATES.indexOf(state) + 7 * (ALL + "xv").indexOf(who) + doors.indexOf(door)) % EVERY != 0) {
                    continue;
                }
                cases.incrementAndGet();
                Seen seen = door.attempt().at(place, who, stage.tokens.get(who));
                String what = state + ", " + who + ", " + door + ": ";
                Set<Integer> expected = expected(door, state, who);
                if (!expected.contains(seen.status())) {
                    faults.add(what + "expected " + expected + ", found " + seen);
                }
                boolean opened = seen.status() == 200;
                String after = opened && !door.changes() ? before : stage.fingerprint(place);
                if (!opened && !after.equals(before)) {
                    faults.add(what + "refused, but changed " + before + " to " + after);
                }
                if (!after.equals(before)) {
                    place = build(state);
                    before = stage.fingerprint(place);
                }
                if (!opened && isUnknown(door, state, who)) {
                    Seen missing = door.attempt().at(missing(state, place, who), who, stage.tokens.get(who));
                    if (missing.status() != seen.status()
                            || !Stage.normal(missing.text()).equals(Stage.normal(seen.text()))) {
                        faults.add(what + "hidden is " + seen + ", missing is " + missing);
                    }
                }
            }
        }
    }

    private static Place build(State state) throws SQLException {
        Place place = stage.build(state.dir(), state.fileAtFirst(), state.dirAtLast(), state.fileAtLast());
        if (state.held() == Held.TRASHED) {
            space.send(stage.tokens.get('a'), "DELETE", "/vos/nodes" + place.file(), null);
        }
        return place;
    }

    // What must be ------------------------------------------------------------------------------------------------

    private static Set<Integer> expected(Door door, State state, char who) {
        if (who == 'x' || who == 'v') {
            return Set.of(401);
        }
        boolean visible = sees(door.right(), state, who);
        if (has(door.right(), state, who) && !(who == 't' && door.posts())) {
            // An address or a copy of one's own needs a name.
            return who == '-' && door.posts() && door.right() == Right.SEE && !anonymous(door)
                    ? Set.of(401)
                    : Set.of(held(door.right(), state.held()), refusedAs(door, held(door.right(), state.held())));
        }
        if (who == 't') {
            return visible ? Set.of(403) : Set.of(403, 404);
        }
        // A name that one cannot see is as good as a new one: what counts is the container.
        boolean container = door.right() == Right.REPLACE && state.seesDir().indexOf(who) >= 0;
        if (!visible && !container) {
            return who == '-' ? Set.of(401, 404) : Set.of(404);
        }
        boolean ownIsMissing = door.name().equals("moved into") && who == '-';
        return Set.of(who == '-' ? 401 : 403, refusedAs(door, 403), ownIsMissing ? 404 : -2);
    }

    /** Who is nobody may have these, too. */
    private static boolean anonymous(Door door) {
        return Set.of("size", "pull as a job", "public share").contains(door.name());
    }

    /** Jobs on trees count what they could not do, and do not say why. */
    private static int refusedAs(Door door, int status) {
        boolean counts = door.name().equals("deleted as a job") || door.name().equals("properties as a job");
        return counts && status != 200 ? Seen.REFUSED : -1;
    }

    private static boolean sees(Right right, State state, char who) {
        boolean container = right == Right.SEE_DIR || right == Right.ADD;
        return (container ? state.seesDir() : state.seesFile()).indexOf(who) >= 0;
    }

    private static boolean has(Right right, State state, char who) {
        boolean owner = who == 'a' || who == 'o';
        boolean writesDir = state.writesDir().indexOf(who) >= 0;
        boolean writesFile = state.writesFile().indexOf(who) >= 0;
        boolean there = state.held() != Held.TRASHED;
        return switch (right) {
            case SEE, SEE_DIR -> sees(right, state, who);
            case CHANGE, UNLOCK -> writesFile && there && sees(right, state, who);
            case OWN -> owner && there;
            case REPLACE -> there ? (writesFile || writesDir) && sees(right, state, who) : writesDir;
            case TAKE -> (owner || writesDir) && there && sees(right, state, who);
            case ADD -> writesDir && sees(right, state, who);
            case NEVER -> false;
        };
    }

    private static int held(Right right, Held held) {
        return switch (right) {
            case SEE, SEE_DIR, UNLOCK, NEVER -> 200;
            case CHANGE, OWN -> held == Held.LOCKED_FILE ? 423 : 200;
            case REPLACE ->
                switch (held) {
                    case LOCKED_FILE -> 423;
                    case IMMUTABLE_FILE, IMMUTABLE_DIR -> 403;
                    case NO, LOCKED_DIR, TRASHED -> 200;
                };
            case TAKE ->
                switch (held) {
                    case LOCKED_FILE, LOCKED_DIR -> 423;
                    case IMMUTABLE_FILE, IMMUTABLE_DIR -> 403;
                    case NO, TRASHED -> 200;
                };
            case ADD ->
                switch (held) {
                    case LOCKED_DIR -> 423;
                    case IMMUTABLE_DIR -> 403;
                    case NO, LOCKED_FILE, IMMUTABLE_FILE, TRASHED -> 200;
                };
        };
    }

    // What is hidden --------------------------------------------------------------------------------------------

    /** True if the caller may not know whether it is there. Who may write to the container finds names taken. */
    private static boolean isUnknown(Door door, State state, char who) {
        return "xv".indexOf(who) < 0
                && state.held() != Held.TRASHED
                && !sees(door.right(), state, who)
                && state.writesDir().indexOf(who) < 0;
    }

    /** A file that is not there, in a container that is not there if this one is hidden. */
    private static Place missing(State state, Place place, char who) {
        return state.seesDir().indexOf(who) < 0
                ? new Place("/home/ann/s000", place.name(), 999_999_999, place.since())
                : new Place(place.dir(), "none", 999_999_999, place.since());
    }

    // What is not at the file itself ------------------------------------------------------------------------------

    @Test
    void changesAreToldToThoseWhoSeeTheFile() throws Exception {
        for (State state : STATES) {
            if (state.held() == Held.TRASHED) {
                continue;
            }
            Place place = build(state);
            space.send(
                    stage.tokens.get('a'),
                    "POST",
                    "/vos/nodes/home/ann",
                    SpaceHarness.node("/home/ann", "ContainerNode"));
            for (char who : letters(ALL)) {
                String told = text(space.get(stage.tokens.get(who), "/vos/changes?since=" + place.since()));
                assertThat(told.contains(place.file() + "\""))
                        .as("%s, %s hears of %s: %s", state, who, place.file(), told)
                        .isEqualTo(state.seesFile().indexOf(who) >= 0);
            }
        }
    }

    @Test
    void theTrashIsTheOwners() throws Exception {
        for (char who : letters(ALL)) {
            String token = stage.tokens.get(who);
            Place place = build(STATES.getLast());
            String before = stage.fingerprint(place);
            String item = "/vos/trash/" + place.id();
            boolean owner = "aot".indexOf(who) >= 0;
            int refused = who == '-' ? 401 : who == 't' ? 403 : 404;
            var listed = space.get(token, "/vos/trash");
            assertThat(listed.statusCode()).isEqualTo(who == '-' ? 401 : 200);
            assertThat(text(listed).contains(place.file())).as("%s", who).isEqualTo(owner);
            if (owner && who != 't') {
                assertThat(space.send(token, "POST", item, null).statusCode()).isEqualTo(200);
                assertThat(text(space.get(token, "/files" + place.file()))).isEqualTo("kept");
                space.send(token, "DELETE", "/vos/nodes" + place.file(), null);
                assertThat(space.send(token, "DELETE", item, null).statusCode()).isEqualTo(204);
                assertThat(space.send(token, "DELETE", item, null).statusCode()).isEqualTo(404);
                continue;
            }
            for (String path :
                    List.of(item, item + "?target=" + SpaceHarness.VOS + "/home/bob/x", "/vos/trash/999999")) {
                assertThat(space.send(token, "POST", path, null).statusCode())
                        .as("%s %s", who, path)
                        .isEqualTo(refused);
            }
            assertThat(space.send(token, "DELETE", item, null).statusCode()).isEqualTo(refused);
            assertThat(stage.fingerprint(place)).isEqualTo(before);
        }
    }

    @Test
    void anUploadGoesOnWithWhoBeganIt() throws Exception {
        Place place = build(STATES.get(4));
        String path = "/files" + place.file();
        String id = space.put(stage.tokens.get('a'), path, new byte[0], "x-put-txn-op", "start", "x-total-length", "9")
                .headers()
                .firstValue("x-put-txn-id")
                .orElseThrow();
        String before = stage.fingerprint(place);
        for (char who : letters(ALL.replace("a", ""))) {
            String token = stage.tokens.get(who);
            int refused = who == 't' ? 403 : 404;
            List<Integer> found = List.of(
                    space.put(token, path, new byte[3], "x-put-txn-id", id).statusCode(),
                    space.send(token, "POST", path, null, "x-put-txn-id", id, "x-put-txn-op", "revert")
                            .statusCode(),
                    space.send(token, "POST", path, null, "x-put-txn-id", id, "x-put-txn-op", "abort")
                            .statusCode());
            assertThat(found).as("%s", who).containsOnly(refused);
            assertThat(space.send(token, "HEAD", path, null, "x-put-txn-id", id).statusCode())
                    .isEqualTo(who == 't' ? 200 : 404);
            assertThat(space.put(token, path, new byte[0], "x-put-txn-id", id, "x-put-txn-op", "commit")
                            .statusCode())
                    .as("%s", who)
                    .isIn(401, 403, 404);
        }
        assertThat(stage.fingerprint(place)).isEqualTo(before);
    }

    @Test
    void anAddressIsWorthWhatItsMakerMayDo() throws Exception {
        Place place = build(STATES.get(3));
        Hand hand = new Hand(space);
        String wim = stage.tokens.get('w');
        String read = hand.address(wim, place, "read");
        String write = hand.address(wim, place, "write");
        assertThat(hand.get(null, read).status()).isEqualTo(200);
        assertThat(hand.put(null, write).status()).isEqualTo(200);
        // Each for its verb and path alone.
        assertThat(hand.put(null, read).status()).isEqualTo(403);
        assertThat(hand.get(null, write).status()).isEqualTo(403);
        assertThat(hand.get(null, read.replaceFirst("/file$", "/none")).status())
                .isEqualTo(403);
        space.identities.removeMember("writers", "wim");
        try {
            assertThat(hand.get(null, read).status()).isEqualTo(404);
            assertThat(hand.put(null, write).status()).isEqualTo(404);
        } finally {
            space.identities.addMember("writers", "wim");
        }
        assertThat(hand.get(null, read).status()).isEqualTo(200);
        String listed = text(space.get(wim, "/vos/links"));
        assertThat(listed).doesNotContain("link:");
        String id = listed.replaceAll("(?s)^.*?\"id\": \"([^\"]+)\".*$", "$1");
        for (char who : letters("-abrt")) {
            assertThat(text(space.get(stage.tokens.get(who), "/vos/links"))).doesNotContain(id);
            assertThat(space.send(stage.tokens.get(who), "DELETE", "/vos/links/" + id, null)
                            .statusCode())
                    .as("%s", who)
                    .isEqualTo(who == '-' ? 401 : who == 't' ? 403 : 404);
        }
        assertThat(space.send(wim, "DELETE", "/vos/links/" + id, null).statusCode())
                .isEqualTo(204);
        assertThat(List.of(hand.get(null, read).status(), hand.put(null, write).status()))
                .containsExactlyInAnyOrder(200, 403);
    }

    @Test
    void sizesOfContainersAreTheOwners() throws Exception {
        Place place = build(STATES.get(8));
        for (char who : letters(ALL)) {
            String node = text(space.get(stage.tokens.get(who), "/vos/nodes" + place.dir() + "?limit=0"));
            assertThat(node.contains("core#length")).as("%s: %s", who, node).isEqualTo("aot".indexOf(who) >= 0);
        }
    }
}
