package org.xingvo.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.conformance.ChildServer.Ended;
import org.xingvo.server.Archive;

/** Catalogues loaded by command beside a server, as its clients see them. */
class LoadCommandIT {
    @TempDir
    Path folder;

    @Test
    void aCatalogueIsThereForClientsAtOnceAndNeverHalf() throws Exception {
        try (ChildServer server = ChildServer.start(folder)) {
            Path stars = Files.writeString(
                    folder.resolve("stars.csv"), "id,ra,dec,B-Mag,name\n1,10,20,5.5,a\n2,10.01,20.01,6.5,b\n");
            Ended loaded = load("stars", stars, "--title", "Two stars");
            assertThat(loaded.output())
                    .contains("data.stars: 2 rows of 5 columns in ", "Positions: ra, dec.", "Key: id.");
            assertThat(query(server, "SELECT name, b_mag FROM data.stars ORDER BY id"))
                    .isEqualTo("name,b_mag\na,5.5\nb,6.5\n");
            assertThat(Http.get(server.base() + "/scs/data.stars?RA=10&DEC=20&SR=0.005&VERB=3"))
                    .contains("POS_EQ_RA_MAIN", "(B-Mag in the file)", "<TD>5.5</TD>")
                    .doesNotContain("<TD>6.5</TD>");
            assertOneSentence(load("stars", stars), "expected none of this name, found one with 2 rows");
            byUrl();
            killedInTheMiddle(server);
            Path other = Files.writeString(
                    folder.resolve("hours.csv"), "id,ra,dec,B-Mag,name,extra\n1,0.5,20,5.5,a,7\n2,0.6,20.01,6.5,b,8\n");
            assertThat(load("stars", other, "--replace").exitCode()).isZero();
            assertThat(query(server, "SELECT extra FROM data.stars WHERE id = 2"))
                    .isEqualTo("extra\n8\n");
            assertThat(load("stars", stars, "--replace", "--private").exitCode())
                    .isZero();
            hiddenAndShown(server);
        }
        // without a server
        Ended appended = load(
                "stars", Files.writeString(folder.resolve("more.csv"), "id,ra,dec,B-Mag,name\n3,1,2,,c\n"), "--append");
        assertThat(appended.output()).contains("1 rows of 5 columns", "3 now in all");
        try (Stream<Path> left = Files.list(folder.resolve("data/tmp"))) {
            assertThat(left).isEmpty();
        }
    }

    private void hiddenAndShown(ChildServer server) throws Exception {
        String listed = "SELECT table_name FROM tap_schema.tables WHERE table_name = 'data.stars'";
        String cone = "/scs/data.stars?RA=10&DEC=20&SR=1";
        HttpRequest.Builder operator =
                HttpRequest.newBuilder(server.base().resolve("/scs/data.stars?RA=10&DEC=20&SR=1"));
        assertThat(query(server, listed)).isEqualTo("table_name\n");
        assertThat(Http.get(server.base() + "/tap/tables")).doesNotContain("data.stars");
        assertThat(status(server, cone)).isEqualTo(404);
        assertThat(status(server, "/tap/sync?LANG=ADQL&QUERY=SELECT+*+FROM+data.stars"))
                .isEqualTo(400);
        assertThat(Http.send(operator, Archive.operatorToken(Path.of(data()))).body())
                .contains("<TD>6.5</TD>");

        assertOneSentence(
                ChildServer.run(folder, "collection", "access", "--data", data(), "stars", "--owner", "nobody"),
                "user nobody: expected one that is there, found none");
        assertThat(ChildServer.run(folder, "collection", "access", "--data", data(), "data.stars", "--public")
                        .exitCode())
                .isZero();
        assertThat(query(server, listed)).isEqualTo("table_name\ndata.stars\n");
        assertThat(query(server, "SELECT COUNT(*) AS n FROM data.stars")).isEqualTo("n\n2\n");
        assertThat(Http.get(server.base() + "/tap/tables")).contains("data.stars");
        assertThat(Http.get(server.base() + cone)).contains("<TD>6.5</TD>");
    }

    private static int status(ChildServer server, String path) throws Exception {
        return Http.send(HttpRequest.newBuilder(server.base().resolve(path)), null)
                .statusCode();
    }

    private void byUrl() throws Exception {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/t.vot", exchange -> {
            byte[] body =
                    ("<VOTABLE><RESOURCE><TABLE><FIELD name=\"a\" datatype=\"int\"/><DATA><TABLEDATA><TR><TD>1</TD></TR>"
                                    + "</TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>")
                            .getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        http.start();
        try {
            String url = "http://127.0.0.1:" + http.getAddress().getPort() + "/t.vot";
            assertOneSentence(
                    ChildServer.run(folder, "load", "--data", data(), "fetched", url),
                    "expected an address of the public Internet, found 127.0.0.1");
            Ended allowed = ChildServer.run(folder, "load", "--data", data(), "fetched", url, "--allow-private");
            assertThat(allowed.output()).contains("data.fetched: 1 rows of 1 columns");
        } finally {
            http.stop(0);
        }
    }

    private void killedInTheMiddle(ChildServer server) throws Exception {
        Path many = folder.resolve("many.csv");
        try (BufferedWriter out = Files.newBufferedWriter(many)) {
            out.write("id,ra,dec,B-Mag,name\n");
            for (int i = 0; i < 150_000; i++) {
                out.write(i + "," + i % 360 + "," + i % 90 + ",1.5,x\n");
            }
        }
        ChildServer.killedWhen(
                folder, "Into the database", "load", "--data", data(), "stars", many.toString(), "--replace");
        assertThat(query(server, "SELECT COUNT(*) AS n FROM data.stars")).isEqualTo("n\n2\n");
    }

    private Ended load(String table, Path file, String... options) throws IOException, InterruptedException {
        List<String> arguments = Stream.concat(
                        Stream.of("load", "--data", data(), table, file.toString()), Stream.of(options))
                .toList();
        return ChildServer.run(folder, arguments.toArray(String[]::new));
    }

    private static String query(ChildServer server, String adql) throws Exception {
        return Http.get(server.base() + "/tap/sync?LANG=ADQL&RESPONSEFORMAT=csv&QUERY="
                        + URLEncoder.encode(adql, StandardCharsets.UTF_8))
                .replace("\r", "");
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private static void assertOneSentence(Ended ended, String what) {
        assertThat(ended.exitCode()).as(ended.output()).isEqualTo(1);
        assertThat(ended.output().lines().filter(line -> line.startsWith("xing: ")))
                .hasSize(1);
        assertThat(ended.output()).contains(what).doesNotContain("Exception");
    }
}
