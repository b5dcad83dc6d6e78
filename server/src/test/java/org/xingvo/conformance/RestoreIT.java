package org.xingvo.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.ingest.Progress;
import org.xingvo.ingest.demo.DemoSurvey;
import org.xingvo.server.Archive;
import org.xingvo.testing.PostgresExtension;

/** The whole service by command: backed up beside its server, restored into a PostgreSQL that runs already. */
class RestoreIT {
    private static final String EVERYTHING =
            "SELECT obs_publisher_did, s_ra, s_dec, t_min, em_min, access_url FROM ivoa.obscore ORDER BY 1";

    @RegisterExtension
    static final PostgresExtension POSTGRES = PostgresExtension.pgsphere();

    @TempDir
    static Path folder;

    @Test
    void aServiceMovesFromTheEmbeddedDatabaseToAnother() throws Exception {
        Path backup = folder.resolve("backup");
        String before;
        byte[] file;
        String path;
        SpaceInUse space;
        try (Archive source = Archive.open(PublishedArchive.config(folder.resolve("source"), null))) {
            Path survey = folder.resolve("survey");
            DemoSurvey.write(survey, 12, 1, done -> {});
            source.publish(List.of(survey), Progress.silent());
            URI here = source.serve().local();
            space = new SpaceInUse(here, Archive.operatorToken(folder.resolve("source")));
            ok("backup", backup.toString(), "--data", folder.resolve("source").toString());
            before = csv(here);
            path = before.lines().skip(1).findFirst().orElseThrow().replaceAll("^.*,\"?|\"$", "");
            file = bytes(here + path);
        }
        try (Connection connection = POSTGRES.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database moved template template0");
        }
        String url = POSTGRES.jdbcUrl().replaceFirst("/[^/?]+(\\?|$)", "/moved$1");
        url += (url.contains("?") ? "&" : "?") + "user=" + POSTGRES.user() + "&password=" + POSTGRES.password();
        Path data = folder.resolve("moved");
        ok("restore", backup.toString(), "--data", data.toString(), "--db", url);
        assertThat(data.resolve("postgres")).doesNotExist();
        try (Archive moved = Archive.open(PublishedArchive.config(data, url))) {
            URI there = moved.serve().local();
            assertThat(csv(there)).isEqualTo(before).contains("ivo://");
            assertThat(bytes(there + path)).isEqualTo(file);
            space.expectAt(there);
        }
        ChildServer.Ended again = ChildServer.run(
                folder,
                "restore",
                backup.toString(),
                "--data",
                folder.resolve("again").toString(),
                "--db",
                url);
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.output()).contains("a restore needs an empty one");
    }

    private static void ok(String... command) throws Exception {
        ChildServer.Ended ended = ChildServer.run(folder, command);
        assertThat(ended.exitCode()).as(ended.output()).isZero();
    }

    private static String csv(URI server) throws IOException, InterruptedException {
        return Http.get(server + "/tap/sync?LANG=ADQL&RESPONSEFORMAT=csv&QUERY=" + ServerConformance.encode(EVERYTHING))
                .replace(server.toString(), "");
    }

    private static byte[] bytes(String url) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> answer = client.send(
                    HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(200);
            return answer.body();
        }
    }
}
