package org.xingvo.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.conformance.ChildServer.Ended;

/** What an operator reads when something is in the way: one sentence on stderr, and an exit code that is not 0. */
class CommandLineIT {
    @TempDir
    Path folder;

    @Test
    void aTakenPortIsNamedAndNothingIsDamaged() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ended ended = ChildServer.run(folder, "serve", "--data", data(), "--port", "" + taken.getLocalPort());
            assertOneSentence(ended, "port " + taken.getLocalPort());
            assertThat(ended.output()).contains("--port");
        }
        try (ChildServer server = ChildServer.start(folder)) {
            assertThat(Http.get(server.base() + "/tap/availability")).contains("true");
        }
    }

    @Test
    void aDataDirectoryInUseIsLeftAlone() throws Exception {
        try (ChildServer server = ChildServer.start(folder)) {
            Ended ended = ChildServer.run(folder, "serve", "--data", data(), "--port", "0");
            assertOneSentence(ended, "in use");
            assertThat(Http.get(server.base() + "/tap/availability")).contains("true");
            Ended translated = ChildServer.run(
                    folder, "adql", "--data", data(), "SELECT obs_id FROM ivoa.obscore WHERE obs_id = 'a'");
            assertThat(translated.exitCode()).as(translated.output()).isZero();
            assertThat(translated.output()).contains("select (t0.\"obs_id\")::text as c1 from", "'a'::text", "cost=");
        }
    }

    @Test
    void anUnreachableDatabaseIsNamedWithoutItsPassword() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Ended ended = ChildServer.run(
                folder,
                "serve",
                "--data",
                data(),
                "--port",
                "0",
                "--db",
                "jdbc:postgresql://127.0.0.1:" + port + "/archive?user=me&password=geheim");
        assertOneSentence(ended, "127.0.0.1:" + port);
        assertThat(ended.output()).doesNotContain("geheim");
    }

    @Test
    void aFolderThatIsNotThereIsNamed() throws Exception {
        Ended ended = ChildServer.run(folder, "publish", folder + "/nowhere", "--data", data());
        assertOneSentence(ended, folder + "/nowhere");
        assertThat(Path.of(data())).doesNotExist();
    }

    @Test
    void brokenFilesAreRefusedOneByOneAndCanBeListedAgain() throws Exception {
        Path files = Files.createDirectory(folder.resolve("files"));
        Files.writeString(files.resolve("text.fits"), "This is no FITS file.");
        Files.createFile(files.resolve("empty.fits"));
        Files.write(files.resolve("cut.fits.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2});
        Files.writeString(files.resolve("cut.fits"), "%-80s".formatted("SIMPLE  =                    T"));

        Ended published = ChildServer.run(folder, "publish", files.toString(), "--data", data(), "--no-serve");
        assertThat(published.exitCode()).as(published.output()).isZero();
        assertThat(published.output()).contains("0 catalogued").contains("4 refused");

        Ended rejects = ChildServer.run(folder, "rejects", "--data", data());
        assertThat(rejects.exitCode()).as(rejects.output()).isZero();
        assertThat(rejects.output())
                .contains("text.fits")
                .contains("empty.fits")
                .contains("cut.fits.gz")
                .contains("cut.fits ")
                .doesNotContain("Exception");
    }

    @Test
    void ingestSaysWhatItWouldDoAndDoesItBesideARunningServer() throws Exception {
        Path files = Files.createDirectory(folder.resolve("night"));
        Files.writeString(files.resolve("a.fits"), SmallFits.at("a", 1, 2));
        Files.writeString(files.resolve("text.fits"), "This is no FITS file.");
        try (ChildServer server = ChildServer.start(folder)) {
            Ended dry = ChildServer.run(folder, "ingest", "--dry-run", files.toString(), "--data", data());
            assertThat(dry.exitCode()).as(dry.output()).isZero();
            assertThat(dry.output())
                    .contains("new      night/a.fits  ", "(a new collection)")
                    .contains("refused  night/text.fits  not-fits-despite-name: ")
                    .contains("Would be: 1 new, 1 refused. Nothing was written.");
            Path drafts = Files.createDirectory(folder.resolve("drafts"));
            Path nights = drafts.resolve("nights.yaml");
            String yaml = "name: nights\ntitle: Nights\nfiles: {include: \"night/**\"}\ncolumns:\n";
            String column = "- {name: target, keyword: OBJECT, type: text}\n";
            Files.writeString(nights, yaml + "- {name: bits, keyword: BITPIX, type: integer}\n");
            Ended ingested = ChildServer.run(
                    folder, "ingest", "--collections", drafts.toString(), files.toString(), "--data", data());
            assertThat(ingested.output()).contains("1 catalogued").contains("1 refused");
            Files.writeString(nights, yaml + column);
            assertThat(ChildServer.run(folder, "collection", "apply", nights.toString(), "--data", data())
                            .output())
                    .contains("Describing anew: 1", "column target: new", "collection nights: 1 files described anew");
            Files.writeString(files.resolve("a.fits"), SmallFits.at("a", 1, 3));
            Files.writeString(files.resolve("b.fits"), SmallFits.at("b", 1, 2));
            assertThat(ChildServer.run(folder, "ingest", files.toString(), "--data", data())
                            .output())
                    .contains("1 in place of earlier bytes");
            Files.delete(files.resolve("a.fits"));
            assertThat(ChildServer.run(
                                    folder, "ingest", "--delete", "--since", "7d", files.toString(), "--data", data())
                            .output())
                    .contains("1 unchanged")
                    .contains("1 deleted");
            assertThat(Http.get(server.base() + "/tap/sync?LANG=ADQL&RESPONSEFORMAT=csv&QUERY="
                                    + ServerConformance.encode("SELECT target FROM data.nights"))
                            .lines()
                            .skip(1))
                    .containsExactly("b");
        }
        assertOneSentence(ChildServer.run(folder, "ingest", folder + "/nowhere", "--data", data()), "/nowhere");
    }

    @Test
    void tooFewFileDescriptorsAreSaidAtStart() throws Exception {
        Ended ended = ChildServer.runWith(folder, "ulimit -n 1024", "db", "prepare", "--data", data());
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("Warning: Only 1024 files may be open at once; set `ulimit -n");
    }

    @Test
    void aTermSignalStopsItCleanly() throws Exception {
        try (ChildServer server = ChildServer.start(folder)) {
            assertThat(server.terminate()).isIn(0, 143);
        }
        assertThat(Path.of(data(), "postgres", "data", "postmaster.pid")).doesNotExist();
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private static void assertOneSentence(Ended ended, String what) {
        assertThat(ended.exitCode()).as(ended.output()).isEqualTo(1);
        assertThat(ended.output()).startsWith("xing: ").contains(what).doesNotContain("Exception");
        assertThat(ended.output().strip().lines()).hasSize(1);
    }
}
