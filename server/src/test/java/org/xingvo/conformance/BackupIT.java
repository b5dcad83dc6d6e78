package org.xingvo.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.ingest.Progress;
import org.xingvo.ingest.Reconciliation;
import org.xingvo.ingest.demo.DemoSurvey;
import org.xingvo.server.Archive;
import org.xingvo.server.copy.ServerSource;
import org.xingvo.server.copy.ServerTarget;
import org.xingvo.server.copy.ServiceBackup;
import org.xingvo.server.copy.ServiceRestore;
import org.xingvo.storage.copy.CollectionCopy;
import org.xingvo.storage.copy.CopyException;
import org.xingvo.storage.copy.CopyProgress;
import org.xingvo.storage.copy.DirectorySource;
import org.xingvo.storage.copy.DirectoryTarget;
import org.xingvo.storage.copy.VolumeTarget;

/** A published survey, backed up, restored, and mirrored to another server. */
class BackupIT {
    private static final String POSITIONS =
            "SELECT obs_publisher_did, s_ra, s_dec FROM ivoa.obscore WHERE 1=CONTAINS(POINT('ICRS', s_ra, s_dec),"
                    + " CIRCLE('ICRS', 180, 0, 90)) ORDER BY obs_publisher_did";

    @TempDir
    static Path folder;

    private static final List<AutoCloseable> OPEN = new ArrayList<>();
    private static Archive source;
    private static URI base;
    private static String token;

    @BeforeAll
    static void publish() throws IOException {
        Path survey = folder.resolve("survey");
        DemoSurvey.write(survey, 40, 1, done -> {});
        source = open("source");
        source.publish(List.of(survey), Progress.silent());
        base = source.serve().local();
        token = Archive.operatorToken(folder.resolve("source"));
    }

    @AfterAll
    static void close() throws Exception {
        for (AutoCloseable resource : OPEN.reversed()) {
            resource.close();
        }
    }

    @Test
    void aRestoredServiceGivesTheSameAnswersAndTheSameBytes() throws Exception {
        put("first.txt", "one");
        String job = finishedJob();
        String result = Http.get(base + job + "/results/result");
        Path backup = folder.resolve("backup");
        ServiceBackup.Outcome first = ServiceBackup.run(base, token, backup, false, name -> CopyProgress.silent());
        assertThat(first.copiedBytes()).isEqualTo(first.totalBytes()).isPositive();
        put("second.txt", "two");
        ServiceBackup.Outcome second = ServiceBackup.run(base, token, backup, false, name -> CopyProgress.silent());
        assertThat(second.copiedBytes()).isPositive().isLessThan(1000);
        assertThat(ServiceBackup.verify(backup, name -> CopyProgress.silent())).isEmpty();

        Reconciliation.Report report = Archive.restore(
                backup, PublishedArchive.config(folder.resolve("restored"), null), name -> CopyProgress.silent());
        assertThat(report.missing() + report.queued() + report.lost()).isZero();
        assertThat(report.files()).isGreaterThan(40);
        try (Archive restored = open("restored")) {
            URI there = restored.serve().local();
            for (String query : List.of(
                    POSITIONS,
                    "SELECT obs_collection, COUNT(*) AS n FROM ivoa.obscore GROUP BY obs_collection ORDER BY 1",
                    "SELECT table_name, COUNT(*) AS n FROM tap_schema.columns GROUP BY table_name ORDER BY 1")) {
                assertThat(csv(there, query)).isEqualTo(csv(base, query)).contains("\n");
            }
            List<String> urls = urls(base);
            assertThat(urls).hasSizeGreaterThan(40);
            for (String url : urls) {
                String path = URI.create(url).getRawPath();
                assertThat(digest(there + path, token)).as(path).isEqualTo(digest(base + path, token));
            }
            assertThat(Http.get(there + job)).contains("<uws:phase>COMPLETED<", "<uws:runId>kept<");
            assertThat(Http.get(there + job + "/results/result"))
                    .isEqualTo(result)
                    .contains("ivo://");
            // the operator's token is the same: its file was in the backup, too
            assertThat(get(there + "/files/home/operator/second.txt", token)).isEqualTo("two");
        }
        assertThatThrownBy(() -> Archive.restore(
                        backup,
                        PublishedArchive.config(folder.resolve("restored"), null),
                        name -> CopyProgress.silent()))
                .isInstanceOf(CopyException.class)
                .hasMessageContaining("a restore needs an empty data directory");
    }

    /** The path of a job that has a result. */
    private static String finishedJob() throws Exception {
        HttpResponse<String> made = Http.send(
                HttpRequest.newBuilder(URI.create(base + "/tap/async"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("PHASE=RUN&RUNID=kept&FORMAT=csv&QUERY="
                                + ServerConformance.encode("SELECT obs_publisher_did FROM ivoa.obscore ORDER BY 1"))),
                null);
        String job = made.headers().firstValue("Location").orElseThrow();
        String document = Http.get(job + "?WAIT=30");
        while (!document.contains("<uws:phase>COMPLETED<")) {
            assertThat(document).containsPattern("<uws:phase>(QUEUED|EXECUTING)<");
            document = Http.get(job + "?WAIT=30");
        }
        return job.substring(base.toString().length());
    }

    @Test
    void rowsWithoutBytesAreReportedAndBytesWithoutRowsAreCatalogued() throws Exception {
        Path old = folder.resolve("old");
        ServiceBackup.run(base, token, old, false, name -> CopyProgress.silent());
        String known = csv(base, "SELECT DISTINCT obs_collection FROM ivoa.obscore")
                .lines()
                .skip(1)
                .map(name -> "'" + name.replace("\"", "") + "'")
                .collect(Collectors.joining(", "));
        // a collection that came later is not in the database of then, and its files stay files
        String count = "SELECT COUNT(*) AS n FROM ivoa.obscore WHERE obs_collection IN (" + known + ")";
        Path more = folder.resolve("more");
        DemoSurvey.write(more, 60, 7, done -> {});
        source.publish(List.of(more), Progress.silent());
        Path later = folder.resolve("later");
        ServiceBackup.run(base, token, later, false, name -> CopyProgress.silent());
        String all = csv(base, count);

        // the files of now with the database of then, and the other way round
        Path ahead = mixed("ahead", later, old);
        Reconciliation.Report queued = Archive.restore(
                ahead, PublishedArchive.config(folder.resolve("ahead-data"), null), n -> CopyProgress.silent());
        assertThat(queued.queued()).isPositive();
        assertThat(queued.missing()).isZero();
        try (Archive archive = open("ahead-data")) {
            URI there = archive.serve().local();
            Instant patience = Instant.now().plusSeconds(60);
            while (!csv(there, count).equals(all) && Instant.now().isBefore(patience)) {
                Thread.onSpinWait();
            }
            assertThat(csv(there, "SELECT source, detail FROM xing.rejects ORDER BY source"))
                    .isEqualTo(csv(base, "SELECT source, detail FROM xing.rejects ORDER BY source"));
            assertThat(csv(there, count)).isEqualTo(all);
        }
        Path behind = mixed("behind", old, later);
        Reconciliation.Report missing = Archive.restore(
                behind, PublishedArchive.config(folder.resolve("behind-data"), null), n -> CopyProgress.silent());
        assertThat(missing.missing()).isGreaterThanOrEqualTo(queued.queued());
        try (Archive archive = open("behind-data")) {
            assertThat(csv(
                            archive.serve().local(),
                            "SELECT COUNT(*) AS n FROM xing.rejects WHERE reason = 'bytes-missing'"))
                    .isEqualTo("n\n" + missing.missing() + "\n");
        }
    }

    @Test
    void anUnfinishedRestoreIsNotServedAndGoesOn() throws Exception {
        Path backup = folder.resolve("for-unfinished");
        ServiceBackup.run(base, token, backup, false, name -> CopyProgress.silent());
        var config = PublishedArchive.config(folder.resolve("unfinished"), null);
        assertThatThrownBy(() -> Archive.restore(backup, config, name -> {
                    throw new IllegalStateException("killed");
                }))
                .hasMessage("killed");
        assertThat(ServiceRestore.unfinished(config.dataDirectory())).isNotNull();
        assertThatThrownBy(() -> Archive.open(config)).hasMessageContaining("run `xing restore` again");
        assertThat(Archive.restore(backup, config, name -> CopyProgress.silent())
                        .files())
                .isGreaterThan(40);
        assertThat(ServiceRestore.unfinished(config.dataDirectory())).isNull();
    }

    @Test
    void aMirrorHoldsTheSameObjectsAndGivesThemBack() throws Exception {
        String name = published();
        try (Archive other = open("mirror")) {
            URI there = other.serve().local();
            String otherToken = Archive.operatorToken(folder.resolve("mirror"));
            assertThat(copy(name, new ServerTarget(there, otherToken, true)).bytes())
                    .isPositive();
            assertThat(copy(name, new ServerTarget(there, otherToken, true)).bytes())
                    .isZero();
            try (ServerSource ours = ServerSource.open(base, token, name);
                    ServerSource theirs = ServerSource.open(there, otherToken, name)) {
                assertThat(theirs.volumes()).isEqualTo(ours.volumes());
            }
            assertThatThrownBy(() -> ServerSource.open(there, token, name))
                    .isInstanceOf(CopyException.class)
                    .hasMessageContaining("give the token of an operator there");
            killedCopiesAreMadeWhole(there, otherToken);
        }
    }

    /** Commands that copy to a directory and to the other server, ended with signal 9 when some bytes have come. */
    private static void killedCopiesAreMadeWhole(URI there, String otherToken) throws Exception {
        long seed = Long.getLong("xingvo.test.seed", System.nanoTime());
        System.out.println("seed " + seed + ": copies are killed");
        Random random = new Random(seed);
        XsFiles files = new XsFiles(base, token, "killed", random);
        files.create("max-volume=3000000");
        String id = files.id();
        Path tokenFile = Files.writeString(folder.resolve("other-token"), otherToken);
        Path copies = folder.resolve("killed-copies");
        for (int kill = 0; kill < 4; kill++) {
            files.change(5);
            boolean mirrors = kill % 2 == 1;
            Path target = (mirrors ? folder.resolve("mirror/store") : copies).resolve(id);
            long until = files.written() - random.nextInt(4_000_000);
            List<String> command = new ArrayList<>(List.of("collection", mirrors ? "mirror" : "backup", "killed"));
            command.addAll(
                    mirrors
                            ? List.of(there.toString(), "--once", "--token-file", tokenFile.toString())
                            : List.of(copies.toString()));
            command.addAll(List.of("--data", folder.resolve("source").toString()));
            Process process = ChildServer.begin(folder, command.toArray(String[]::new));
            while (process.isAlive() && XsFiles.bytesBelow(target) < until) {
                process.waitFor(1, TimeUnit.MILLISECONDS);
            }
            process.destroyForcibly().waitFor();
            System.out.println(command.get(1) + " killed at " + XsFiles.bytesBelow(target) + " of " + files.written()
                    + ": " + (process.exitValue() == 0 ? "after its end" : "under way"));
            assertThat(files.verify()).as("seed " + seed).isEqualTo("{\"end\":\"done\"}");
        }
        files.change(1);
        copy("killed", DirectoryTarget.in(copies, false));
        copy("killed", new ServerTarget(there, otherToken, true));
        assertThat(files.digests()).as("seed " + seed).isEqualTo(files.expected());
        assertThat(new XsFiles(there, otherToken, "killed", random).digests())
                .as("seed " + seed)
                .isEqualTo(files.expected());
        try (DirectorySource copy = DirectorySource.of(copies, "killed");
                ServerSource ours = ServerSource.open(base, token, "killed")) {
            assertThat(copy.complete()).isTrue();
            assertThat(copy.verify(CopyProgress.silent())).isEmpty();
            assertThat(copy.volumes()).containsExactlyInAnyOrderElementsOf(ours.volumes());
        }
        repairsItselfFromTheOtherServer(new XsFiles(there, otherToken, "killed", random), files.expected(), id);
    }

    /** Damage all over the copy, found by a verification there, is gone after it. */
    private static void repairsItselfFromTheOtherServer(XsFiles copy, Map<String, String> expected, String id)
            throws Exception {
        Path ours = Files.writeString(folder.resolve("source-token"), token + "\n");
        assertThatThrownBy(() -> copy.set("repair-from=" + base))
                .hasMessageContaining("repair-token-file: expected a file with the token of an operator of " + base);
        copy.set("repair-from=" + base + "&repair-token-file=" + ours);
        Path shelf = folder.resolve("mirror/store").resolve(id);
        try (Stream<Path> volumes =
                Files.list(shelf).filter(file -> file.toString().endsWith(".vol"))) {
            for (Path volume : volumes.toList()) {
                try (RandomAccessFile file = new RandomAccessFile(volume.toFile(), "rw")) {
                    for (long at = 1000; at < file.length(); at += 100_000) {
                        file.seek(at);
                        int bits = file.read();
                        file.seek(at);
                        file.write(bits ^ 1);
                    }
                }
            }
        }
        assertThat(copy.verify()).contains(" problems found");
        assertThat(copy.digests()).isEqualTo(expected);
    }

    private static CollectionCopy.Outcome copy(String name, VolumeTarget to) throws IOException {
        try (to;
                ServerSource from = ServerSource.open(base, token, name)) {
            return CollectionCopy.run(from, to, null, CopyProgress.silent());
        }
    }

    @Test
    void theCommandLineCopiesChecksAndNamesWhatDiffers() throws Exception {
        Path data = folder.resolve("source");
        String name = published();
        String copies = folder.resolve("copies").toString();
        ChildServer.Ended backup = ChildServer.run(folder, "bc", name, copies, "--data", data.toString());
        assertThat(backup.exitCode()).as(backup.output()).isZero();
        assertThat(backup.output()).contains("bytes copied; the copy has");
        assertThat(ChildServer.run(folder, "collection", "check", copies).output())
                .contains("0 problems");
        Path volume;
        try (DirectorySource copy = DirectorySource.of(Path.of(copies), name)) {
            volume = Path.of(copies).resolve(copy.collection().hex()).resolve("0001.vol");
        }
        byte[] bytes = Files.readAllBytes(volume);
        bytes[bytes.length / 2] ^= 4;
        Files.write(volume, bytes);
        ChildServer.Ended check = ChildServer.run(folder, "collection", "check", copies);
        assertThat(check.exitCode()).isEqualTo(1);
        assertThat(check.output())
                .contains("0001.vol, offset 0: expected SHA-256 ")
                .contains("found ");
        ChildServer.Ended again =
                ChildServer.run(folder, "collection", "backup", name, copies, "--verify", "--data", data.toString());
        assertThat(again.exitCode()).as(again.output()).isZero();
        assertThat(ChildServer.run(folder, "collection", "check", copies).exitCode())
                .isZero();
    }

    private static Archive open(String name) throws IOException {
        Archive archive = Archive.open(PublishedArchive.config(folder.resolve(name), null));
        OPEN.add(archive);
        return archive;
    }

    /** A collection with files in it. */
    private static String published() throws IOException {
        for (String name : ServerSource.names(base, token)) {
            try (ServerSource collection = ServerSource.open(base, token, name)) {
                if (!collection.volumes().isEmpty() && !name.equals("home")) {
                    return name;
                }
            }
        }
        throw new AssertionError("expected a collection with files");
    }

    /** The volumes of one backup with the database of another. */
    private static Path mixed(String name, Path volumes, Path database) throws IOException {
        Path to = folder.resolve(name);
        try (Stream<Path> files = Files.walk(volumes)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(volumes.relativize(file).toString()));
            }
        }
        Files.copy(
                database.resolve("database.zip"),
                to.resolve("database.zip"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        return to;
    }

    private static void put(String path, String text) throws IOException, InterruptedException {
        HttpResponse<String> folderMade = Http.send(
                HttpRequest.newBuilder(URI.create(base + "/files/home/operator/" + path))
                        .PUT(HttpRequest.BodyPublishers.ofString(text)),
                token);
        assertThat(folderMade.statusCode()).as(folderMade.body()).isBetween(200, 201);
    }

    private static List<String> urls(URI server) throws IOException, InterruptedException {
        return csv(server, "SELECT access_url FROM ivoa.obscore ORDER BY 1")
                .lines()
                .skip(1)
                .map(line -> line.replace("\"", ""))
                .toList();
    }

    private static String csv(URI server, String adql) throws IOException, InterruptedException {
        return Http.get(server + "/tap/sync?LANG=ADQL&RESPONSEFORMAT=csv&QUERY=" + ServerConformance.encode(adql))
                .replace("\r\n", "\n")
                .replace(server.toString(), "");
    }

    private static String get(String url, String who) throws IOException, InterruptedException {
        HttpResponse<String> response = Http.send(HttpRequest.newBuilder(URI.create(url)), who);
        assertThat(response.statusCode()).as(url + ": " + response.body()).isEqualTo(200);
        return response.body();
    }

    private static String digest(String url, String who) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(get(url, who).getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }
}
