package org.xingvo.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.conformance.ChildServer.Ended;

/** From folders to TAP by commands: drafts that work unchanged, and folders that are watched beyond a restart. */
class FolderCommandsIT {
    private static final Path SHARED = Path.of(System.getProperty("xingvo.root", ".."), "..", "shared", "data")
            .normalize();

    @TempDir
    Path folder;

    @Test
    void draftsPublishUnchangedAndFoldersStayWatched() throws Exception {
        assumeTrue(Files.isDirectory(SHARED), "no shared data");
        String low = SHARED.resolve("lamost/dr1").toString();
        String medium = SHARED.resolve("lamost/laspec").toString();
        String sdss = SHARED.resolve("spectra/PyQSOFit").toString();
        String images = SHARED.resolve("images/legacypipe").toString();
        String drafts = folder.resolve("drafts").toString();
        Ended drafted = ChildServer.run(folder, "init", "-o", drafts, low, medium, sdss, images);
        assertThat(drafted.exitCode()).as(drafted.output()).isZero();
        assertThat(drafted.output())
                .contains("lamost_spectra ", "lamost_laspec_spectra ", "sdss_2_5_m_spectra ", "legacypipe_images ")
                .contains("./xing publish --collections " + drafts);

        Path night = Files.createDirectory(folder.resolve("night"));
        put(night, "first.fits", 1);
        try (ChildServer server =
                ChildServer.start(folder, "publish", "--collections", drafts, "--watch", low, medium, sdss, images)) {
            // low and medium resolution, SDSS, plain images: every file with a position where it can have one
            awaitRows(
                    server,
                    "SELECT dataproduct_type, COUNT(*) AS n, COUNT(s_ra) AS p, COUNT(em_min) AS e FROM ivoa.obscore"
                            + " WHERE obs_collection = 'lamost_spectra' GROUP BY dataproduct_type",
                    "spectrum,56,56,56");
            awaitRows(
                    server,
                    "SELECT COUNT(*) AS n, COUNT(s_ra) AS p, MIN(obsid) AS o FROM ivoa.obscore AS o JOIN"
                            + " data.lamost_laspec_spectra AS d ON o.obs_publisher_did = d.obs_publisher_did",
                    "5,5,666212076");
            awaitRows(
                    server,
                    "SELECT COUNT(*) AS n, COUNT(s_ra) AS p, MIN(plateid) AS o FROM ivoa.obscore AS o JOIN"
                            + " data.sdss_2_5_m_spectra AS d ON o.obs_publisher_did = d.obs_publisher_did",
                    "4,4,7338");
            awaitRows(
                    server,
                    "SELECT dataproduct_type, COUNT(*) AS n FROM ivoa.obscore WHERE obs_collection ="
                            + " 'legacypipe_images' GROUP BY dataproduct_type",
                    "image,6");
            // watched from now on
            assertThat(watch("add", night.toString())).isEmpty();
            put(night, "second.fits", 2);
            awaitNight(server, "first", "second");
            // it can be asked why there is no time
            awaitRows(
                    server,
                    "SELECT reason, detail FROM xing.doubts WHERE quantity = 'time' AND obs_publisher_did LIKE"
                            + " '%?night/first.fits'",
                    "no-time,no card names a date or an MJD");
            assertThat(watch("list").lines()).hasSize(1 + 5).anyMatch(line -> line.startsWith(low + " "));
            assertThat(ChildServer.run(
                                    folder,
                                    "watch",
                                    "add",
                                    "--data",
                                    data(),
                                    night.resolve("..").toString())
                            .output())
                    .contains("watch: expected folders beside each other");
        }
        put(night, "third.fits", 3);
        try (ChildServer server = ChildServer.start(folder)) {
            awaitNight(server, "first", "second", "third");
            assertThat(watch("remove", night.toString())).isEmpty();
            assertThat(Files.readAllLines(folder.resolve("data/watched")))
                    .hasSize(4)
                    .noneMatch(line -> line.contains("night"));
        }
    }

    private String watch(String what, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("watch", what, "--data", data()));
        command.addAll(List.of(words));
        Ended ended = ChildServer.run(folder, command.toArray(String[]::new));
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        return ended.output();
    }

    private static void put(Path night, String name, int serial) throws Exception {
        Path part = night.resolve("." + name);
        Files.writeString(part, SmallFits.at(name.replace(".fits", ""), 10 + serial, 20));
        Files.move(part, night.resolve(name));
    }

    private static void awaitNight(ChildServer server, String... names) throws Exception {
        awaitRows(
                server,
                "SELECT target_name FROM ivoa.obscore WHERE obs_publisher_did LIKE '%?night/%' ORDER BY target_name",
                names);
    }

    /** Asks TAP until it answers with these lines, a minute at most. */
    private static void awaitRows(ChildServer server, String adql, String... lines) throws Exception {
        Instant end = Instant.now().plusSeconds(60);
        while (true) {
            List<String> found = Http.get(server.base() + "/tap/sync?LANG=ADQL&RESPONSEFORMAT=csv&QUERY="
                            + ServerConformance.encode(adql))
                    .lines()
                    .skip(1)
                    .toList();
            if (found.equals(List.of(lines))) {
                return;
            }
            assertThat(Instant.now()).as("%s: found %s", adql, found).isBefore(end);
        }
    }

    private String data() {
        return folder.resolve("data").toString();
    }
}
