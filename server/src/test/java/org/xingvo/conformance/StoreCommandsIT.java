package org.xingvo.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.conformance.ChildServer.Ended;
import org.xingvo.server.Archive;

/** Collections, files and folders as a user moves them: on a data directory alone, and through a running server. */
class StoreCommandsIT {
    @TempDir
    Path folder;

    @Test
    void aFolderGoesInAndComesBackWithoutAServer() throws Exception {
        Path tree = tree();
        assertThat(xing("cc", "pics", "--quota", "10000000").output())
                .isEqualTo("pics was made with the id 7FFF0010.\n");
        assertThat(xing("ud", tree.toString(), "pics/a").output()).startsWith("pics/a: 4 files, 3.0 MB in ");
        assertThat(xing("dir", "put", tree.toString(), "pics/a").output()).endsWith("4 were there already\n");
        Files.writeString(tree.resolve("sub/one"), "other bytes");
        assertSentences(
                run("ud", tree.toString(), "pics/a"),
                "xing: pics/a/sub/one: is there with other bytes; --replace replaces it.",
                "xing: 1 of the files could not be put.");
        assertThat(xing("ud", tree.toString(), "pics/a", "--replace").output()).contains(": 1 file, ");
        Path back = folder.resolve("back");
        assertThat(xing("dd", "pics/a", back.toString()).output()).contains(": 4 files, 3.0 MB in ");
        for (String name : List.of("big", "sub/one", "sub/ü ö", "sub/" + "n".repeat(200))) {
            assertThat(back.resolve(name)).hasSameBinaryContentAs(tree.resolve(name));
        }
        Files.writeString(back.resolve("sub/one"), "spoilt");
        assertThat(xing("dir", "get", "pics/a", back.toString()).output())
                .contains(": 1 file, ")
                .endsWith("3 were there already\n");
        String sentence = "volume 7FFF0010/000[1-9].vol, offset [0-9]+, a/big: expected CRC32C [0-9A-F]{8}, found"
                + " [0-9A-F]{8}.\n";
        damage(Files.readAllBytes(tree.resolve("big")));
        assertThat(run("df", "pics/a/big", folder + "/damaged").output()).matches("xing: " + sentence);
        Ended got = run("dd", "pics", folder + "/others");
        assertThat(got.output())
                .containsPattern("xing: " + sentence)
                .contains(": 3 files, ")
                .endsWith("xing: 1 of the files could not be got.\n");
        assertThat(folder.resolve("others/a/sub/one")).hasContent("other bytes");
        try (Stream<Path> there = Files.list(folder.resolve("others/a"))) {
            assertThat(there).containsExactly(folder.resolve("others/a/sub"));
        }
    }

    /** Flips a bit late in a file, as its volume has it. */
    private void damage(byte[] body) throws Exception {
        String start = new String(body, 0, 1000, StandardCharsets.ISO_8859_1);
        for (String number : List.of("0001", "0002")) {
            Path volume = folder.resolve("data/store/7FFF0010/" + number + ".vol");
            int at = Files.exists(volume)
                    ? Files.readString(volume, StandardCharsets.ISO_8859_1).indexOf(start)
                    : -1;
            if (at >= 0) {
                byte[] bytes = Files.readAllBytes(volume);
                bytes[at + 2_000_000] ^= 8;
                Files.write(volume, bytes);
                return;
            }
        }
        throw new AssertionError("not there");
    }

    @Test
    void whatIsInTheWayIsOneLineAndNotZero() throws Exception {
        xing("collection", "create", "pics", "--quota", "100000");
        assertSentence(run("cc", "pics"), "xing: collection pics: exists.");
        assertSentence(
                run("cc", "Pics!"),
                "xing: collection name: expected 1 to 100 of a-z 0-9 . _ - with a letter or"
                        + " digit first, found 'Pics!'.");
        assertSentence(run("df", "pics/none"), "xing: none of collection pics: not there.");
        assertSentence(run("df", "none/none"), "xing: collection none: not there.");
        assertSentence(run("uf", folder + "/nowhere", "pics"), "xing: there is no file " + folder + "/nowhere.");
        Path file = Files.write(folder.resolve("file"), new byte[1000]);
        assertThat(xing("uf", file.toString(), "pics/x/").output()).startsWith("pics/x/file: 1 file, 1.0 kB in ");
        assertSentence(run("uf", file.toString(), "pics/x/"), "xing: x/file of collection pics: exists.");
        assertThat(xing("file", "put", "--replace", file.toString(), "pics/x/").exitCode())
                .isZero();
        assertSentence(
                run("sc", "pics", "--data", folder + "/empty"),
                "xing: there is no archive in " + folder
                        + "/empty; name it with --data, or make a collection with `xing collection create`.");
    }

    @Test
    void whatIsSetCanBeChangedAndCaredFor() throws Exception {
        Path tree = tree();
        xing("cc", "pics");
        assertThat(xing("collection", "set", "pics", "--quota", "4000000", "--durability", "os", "--no-compress")
                        .output())
                .isEqualTo("pics was changed.\n");
        assertThat(xing("ud", tree.toString(), "pics").output()).contains(": 4 files, ");
        assertThat(xing("sc", "pics").output()).contains("4,000,000").contains("os");
        assertSentence(
                run("collection", "set", "pics"),
                "xing: nothing to set was given; `xing collection set --help` lists what can be.");
        assertSentence(
                run("collection", "set", "pics", "--repair-from", "somewhere"),
                "xing: repair-from: expected the whole path of a backup directory or the URL of a server, found 'somewhere'.");
        Path more = Files.write(folder.resolve("more"), new byte[2_000_000]);
        assertThat(run("uf", more.toString(), "pics").output()).contains("quota of pics: needs 2,000,000 bytes");
        Path other = Files.write(folder.resolve("other"), "x".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(xing("uf", "--replace", other.toString(), "pics/big").output())
                .contains("1 file");
        assertThat(xing("collection", "compact", "pics").output()).contains("1 volumes rewritten");
        assertThat(xing("collection", "verify", "pics").output()).contains("4 objects read");
        assertThat(xing("collection", "rebuild").output()).isNotEmpty();
        Path back = folder.resolve("back");
        xing("df", "pics/big", back.toString());
        assertThat(back).hasSameBinaryContentAs(other);
    }

    @Test
    void aRunningServerIsTalkedTo() throws Exception {
        Path tree = tree();
        assertSentence(
                run("serve", "--scrub", "-1"),
                "xing: --scrub: expected 0 to 1,099,511,627,776 bytes a second, found -1.");
        try (ChildServer server = ChildServer.start(folder, "serve", "--max-upload", "4000000", "--scrub", "0")) {
            assertThat(xing("cc", "pics", "--readers", "").output()).contains("7FFF0010");
            assertThat(xing("ud", tree.toString(), "pics").output()).contains(": 4 files, ");
            assertThat(Http.send(
                                    java.net.http.HttpRequest.newBuilder(
                                            java.net.URI.create(server.base() + "/xs/pics/big")),
                                    null)
                            .statusCode())
                    .isEqualTo(404);
            Path long5 = Files.write(folder.resolve("long"), new byte[5_000_000]);
            assertSentence(
                    run("uf", long5.toString(), "pics"),
                    "xing: body of long: expected at most 4,000,000 bytes, found 5,000,000.");
            String token = Archive.operatorToken(folder.resolve("data"));
            Path back = folder.resolve("big");
            Ended got = ChildServer.run(
                    folder, "df", "pics/big", back.toString(), "--server", server.base() + "", "--token", token);
            assertThat(got.exitCode()).as(got.output()).isZero();
            assertThat(back).hasSameBinaryContentAs(tree.resolve("big"));
            // the first server is gone: its copy is asked
            String gone = "http://127.0.0.1:1";
            Path again = folder.resolve("again");
            got = ChildServer.run(
                    folder,
                    "df",
                    "pics/big",
                    again.toString(),
                    "--server",
                    gone,
                    "--server",
                    server.base() + "",
                    "--token",
                    token);
            assertThat(got.exitCode()).as(got.output()).isZero();
            assertThat(again).hasSameBinaryContentAs(tree.resolve("big"));
            got = ChildServer.run(
                    folder,
                    "df",
                    "pics/sub/one",
                    "-",
                    "--server",
                    gone,
                    "--server",
                    server.base() + "",
                    "--token",
                    token);
            assertThat(got.output()).endsWith("first bytes");
            Path all = folder.resolve("all");
            got = ChildServer.run(
                    folder,
                    "dd",
                    "pics",
                    all.toString(),
                    "--server",
                    gone,
                    "--server",
                    server.base() + "",
                    "--token",
                    token);
            assertThat(got.exitCode()).as(got.output()).isZero();
            assertThat(all.resolve("sub/ü ö")).hasSameBinaryContentAs(tree.resolve("sub/ü ö"));
            assertSentence(
                    ChildServer.run(folder, "df", "pics/big", "--server", server.base() + "", "--token", "xing_no"),
                    "xing: the token is unknown, expired or revoked.");
        }
        assertSentence(
                ChildServer.run(folder, "df", "pics/big", "--server", "http://127.0.0.1:1"),
                "xing: no server answers at http://127.0.0.1:1.");
    }

    private Path tree() throws Exception {
        Path tree = Files.createDirectory(folder.resolve("tree"));
        Path sub = Files.createDirectory(tree.resolve("sub"));
        byte[] big = new byte[3_000_000];
        new Random(3).nextBytes(big);
        Files.write(tree.resolve("big"), big);
        Files.writeString(sub.resolve("one"), "first bytes");
        Files.writeString(sub.resolve("ü ö"), "umlauts");
        Files.writeString(sub.resolve("n".repeat(200)), "a long name");
        return tree;
    }

    /** Runs a command that must succeed. */
    private Ended xing(String... arguments) throws Exception {
        Ended ended = run(arguments);
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        return ended;
    }

    private Ended run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(arguments));
        if (!command.contains("--data")) {
            command.addAll(List.of("--data", folder.resolve("data").toString()));
        }
        return ChildServer.run(folder, command.toArray(String[]::new));
    }

    private static void assertSentence(Ended ended, String sentence) {
        assertThat(ended.output()).isEqualTo(sentence + "\n");
        assertThat(ended.exitCode()).isEqualTo(1);
    }

    private static void assertSentences(Ended ended, String... sentences) {
        assertThat(ended.output()).contains(sentences);
        assertThat(ended.exitCode()).isEqualTo(1);
    }
}
