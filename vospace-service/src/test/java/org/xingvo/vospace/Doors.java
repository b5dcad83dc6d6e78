package org.xingvo.vospace;

import static org.xingvo.vospace.SpaceHarness.VOS;
import static org.xingvo.vospace.SpaceHarness.bytes;
import static org.xingvo.vospace.Stage.documentOf;
import static org.xingvo.vospace.Stage.transfer;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.vospace.Stage.Place;

/** Every way on which a node is read, changed or heard of. */
final class Doors {
    private static final String CORE = "ivo://ivoa.net/vospace/core#";

    private Doors() {}

    /** What somebody must have for a door to open. */
    enum Right {
        /** May see the file. */
        SEE,
        /** May see the container. */
        SEE_DIR,
        /** May change the file itself. */
        CHANGE,
        /** May change the file, though it is locked. */
        UNLOCK,
        /** May say who may do what with the file. */
        OWN,
        /** May put other bytes in the place of the file. */
        REPLACE,
        /** May take the file out of its container. */
        TAKE,
        /** May put something into the container. */
        ADD,
        /** Nobody has it. */
        NEVER
    }

    /**
     * What came of it.
     *
     * @param status 200 whatever the success; {@link #REFUSED} if a job says no more than that
     */
    record Seen(int status, String text) {
        static final int REFUSED = 499;
        static final Seen OPEN = new Seen(200, "");
        static final Seen SHUT = new Seen(404, "");
    }

    /** Tries a door as somebody; of anonymous callers the token is null. */
    interface Attempt {
        Seen at(Place place, char who, @Nullable String token);
    }

    /**
     * One way in.
     *
     * @param changes true: success leaves something behind
     * @param posts true: not for tokens that only read
     */
    record Door(String name, Right right, boolean changes, boolean posts, Attempt attempt) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Door> of(Stage stage) {
        Hand hand = new Hand(stage.space);
        return List.of(
                // Reading
                reads("node", (at, who, token) -> hand.get(token, "/vos/nodes" + at.file())),
                reads("node min", (at, who, token) -> hand.get(token, "/vos/nodes" + at.file() + "?detail=min")),
                reads(
                        "node properties",
                        (at, who, token) -> hand.get(token, "/vos/nodes" + at.file() + "?detail=properties")),
                reads("listed", (at, who, token) -> hand.shows(token, "/vos/nodes" + at.dir(), at.file() + "\"")),
                reads(
                        "listed sorted",
                        (at, who, token) -> hand.shows(
                                token, "/vos/nodes" + at.dir() + "?sort=" + enc(CORE + "length"), at.file() + "\"")),
                reads("page from it", (at, who, token) -> hand.page(token, at)),
                reads("container", Right.SEE_DIR, (at, who, token) -> hand.get(token, "/vos/nodes" + at.dir())),
                reads("view=data", (at, who, token) -> hand.get(token, "/vos/nodes" + at.file() + "?view=data")),
                reads("versions", (at, who, token) -> hand.get(token, "/vos/nodes" + at.file() + "?view=versions")),
                reads("old version", (at, who, token) -> hand.get(token, "/files" + at.file() + "?version=1")),
                reads("bytes", (at, who, token) -> hand.get(token, "/files" + at.file())),
                reads("HEAD", (at, who, token) -> hand.send(token, "HEAD", "/files" + at.file(), null)),
                reads(
                        "range",
                        (at, who, token) -> hand.send(token, "GET", "/files" + at.file(), null, "Range", "bytes=0-0")),
                reads("by number", (at, who, token) -> hand.get(token, byNumber(at))),
                reads("node by number", (at, who, token) -> hand.get(token, "/vos/nodes/node:" + at.id())),
                reads(
                        "container as tar",
                        (at, who, token) ->
                                hand.shows(token, "/files" + at.dir() + "?view=tar", "/" + at.name() + "\0")),
                reads(
                        "search",
                        (at, who, token) ->
                                hand.shows(token, "/vos/search?NAME=f*&TARGET=" + VOS + at.dir(), at.file() + "\"")),
                reads(
                        "pull by parameters",
                        (at, who, token) -> hand.negotiated(
                                token,
                                "GET",
                                "DIRECTION=pullFromVoSpace&PROTOCOL=" + enc(CORE + "httpget") + "&TARGET=" + VOS
                                        + at.file())),
                reads(
                        "pull by redirect",
                        (at, who, token) ->
                                hand.get(token, "/vos/synctrans?REQUEST=redirect&TARGET=" + VOS + at.file())),
                reads(
                        "pull by document",
                        (at, who, token) -> hand.sync(
                                token, "GET", transfer("pullFromVoSpace", CORE + "httpget", "", null, at.file()))),
                reads(
                        "package",
                        (at, who, token) -> hand.sync(
                                token,
                                "GET",
                                transfer(
                                        "pullFromVoSpace",
                                        CORE + "httpget",
                                        "vos://cadc.nrc.ca~vospace/CADC/std/Pkg-1.0",
                                        null,
                                        "/home/bob/own.txt",
                                        at.file()))),
                jobs(
                        "size",
                        Right.SEE,
                        false,
                        (at, who, token) ->
                                hand.job(token, "/vos/async-size?PHASE=RUN", bytes("target=" + VOS + at.file()))),
                jobs("pull as a job", Right.SEE, false, (at, who, token) -> hand.pulled(token, at)),
                jobs(
                        "copied from",
                        Right.SEE,
                        false,
                        (at, who, token) -> hand.job(
                                token,
                                "/vos/transfers?PHASE=RUN",
                                transfer(VOS + home(who) + "/.auto", "", "", true, at.file()))),
                changes("public share", Right.SEE, (at, who, token) -> hand.share(token, at)),
                changes("link to read", Right.SEE, (at, who, token) -> hand.link(token, at, "read")),
                // Writing
                changes("title", Right.CHANGE, (at, who, token) -> hand.set(token, at, "title", "t")),
                changes("lock", Right.CHANGE, (at, who, token) -> hand.set(token, at, "cadc:islocked", "true")),
                changes("unlock", Right.UNLOCK, (at, who, token) -> hand.set(token, at, "cadc:islocked", "false")),
                changes(
                        "permission",
                        Right.OWN,
                        (at, who, token) -> hand.set(token, at, "groupread", Stage.gms("apprentices"))),
                changes("immutable", Right.OWN, (at, who, token) -> hand.set(token, at, "immutable", "false")),
                jobs(
                        "properties as a job",
                        Right.CHANGE,
                        true,
                        (at, who, token) -> hand.job(
                                token,
                                "/vos/async-setprops?PHASE=RUN",
                                documentOf(at.file(), "DataNode", "title", "j"))),
                changes("other bytes", Right.REPLACE, (at, who, token) -> hand.put(token, "/files" + at.file())),
                changes("bytes by number", Right.NEVER, (at, who, token) -> hand.put(token, byNumber(at))),
                changes(
                        "push by parameters",
                        Right.REPLACE,
                        (at, who, token) -> hand.negotiated(
                                token,
                                "PUT",
                                "DIRECTION=pushToVoSpace&PROTOCOL=" + enc(CORE + "httpput") + "&TARGET=" + VOS
                                        + at.file())),
                changes(
                        "push by document",
                        Right.REPLACE,
                        (at, who, token) -> hand.sync(
                                token, "PUT", transfer("pushToVoSpace", CORE + "httpput", "", null, at.file()))),
                changes("in segments", Right.REPLACE, (at, who, token) -> hand.segments(token, at)),
                changes("link to write", Right.REPLACE, (at, who, token) -> hand.link(token, at, "write")),
                changes(
                        "new container",
                        Right.ADD,
                        (at, who, token) -> hand.send(
                                token,
                                "PUT",
                                "/vos/nodes" + at.dir() + "/new",
                                documentOf(at.dir() + "/new", "ContainerNode"))),
                changes("new file", Right.ADD, (at, who, token) -> hand.put(token, "/files" + at.dir() + "/new")),
                changes(
                        "push to .auto",
                        Right.ADD,
                        (at, who, token) -> hand.sync(
                                token,
                                "PUT",
                                transfer("pushToVoSpace", CORE + "httpput", "", null, at.dir() + "/.auto"))),
                changes(
                        "unpacked",
                        Right.ADD,
                        (at, who, token) -> hand.send(token, "PUT", "/files" + at.dir() + "?view=tar", hand.tar())),
                jobs(
                        "copied into",
                        Right.ADD,
                        true,
                        (at, who, token) -> hand.job(
                                token,
                                "/vos/transfers?PHASE=RUN",
                                transfer(VOS + at.dir() + "/new", "", "", true, home(who) + "/own.txt"))),
                jobs("moved into", Right.ADD, true, (at, who, token) -> hand.movedInto(token, home(who), at)),
                jobs(
                        "moved away",
                        Right.TAKE,
                        true,
                        (at, who, token) -> hand.job(
                                token,
                                "/vos/transfers?PHASE=RUN",
                                transfer(VOS + at.dir() + "/other", "", "", false, at.file()))),
                jobs(
                        "deleted as a job",
                        Right.TAKE,
                        true,
                        (at, who, token) ->
                                hand.job(token, "/vos/async-delete?PHASE=RUN", bytes("target=" + VOS + at.file()))),
                changes(
                        "node deleted",
                        Right.TAKE,
                        (at, who, token) -> hand.send(token, "DELETE", "/vos/nodes" + at.file(), null)),
                changes(
                        "file deleted",
                        Right.TAKE,
                        (at, who, token) -> hand.send(token, "DELETE", "/files" + at.file(), null)));
    }

    private static Door reads(String name, Attempt attempt) {
        return reads(name, Right.SEE, attempt);
    }

    private static Door reads(String name, Right right, Attempt attempt) {
        return new Door(name, right, false, false, attempt);
    }

    private static Door changes(String name, Right right, Attempt attempt) {
        return new Door(name, right, true, true, attempt);
    }

    private static Door jobs(String name, Right right, boolean changes, Attempt attempt) {
        return new Door(name, right, changes, true, attempt);
    }

    private static String byNumber(Place at) {
        return "/files/node:" + at.id() + "/" + at.name();
    }

    private static String home(char who) {
        return switch (who) {
            case 'b' -> "/home/bob";
            case 'r' -> "/home/rita";
            case 'w' -> "/home/wim";
            case 'n' -> "/home/nina";
            case 'm' -> "/home/mona";
            case 'o' -> "/home/operator";
            default -> "/home/ann";
        };
    }

    private static String enc(String text) {
        return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
    }
}
