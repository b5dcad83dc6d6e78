package org.xingvo.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.ingest.Progress;
import org.xingvo.server.Archive;

/** Pictures of files at their door, of one that can be drawn and one that cannot. */
class PreviewConformanceIT {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    static Path folder;

    private static Archive archive;
    private static URI base;
    private static String operator;
    private static String collection;
    private static String prefix;

    @BeforeAll
    static void publish() throws Exception {
        Path files = Files.createDirectory(folder.resolve("plates"));
        for (int i = 0; i < 3; i++) {
            Files.write(files.resolve("plate" + i + ".fits"), image(i));
        }
        byte[] nothing = image(0);
        Arrays.fill(nothing, 2880, nothing.length, (byte) 0xff); // NaNs
        Files.write(files.resolve("empty.fits"), nothing);
        archive = Archive.open(PublishedArchive.config(folder.resolve("data"), null));
        assertThat(archive.publish(List.of(files), Progress.silent()).catalogued())
                .isEqualTo(4);
        base = archive.serve().local();
        operator = Archive.operatorToken(archive.dataDirectory());
        String[] row = csv("SELECT obs_collection, access_url FROM ivoa.obscore")
                .split("\r?\n", -1)[1]
                .split(",", -1);
        collection = row[0];
        String path = URI.create(row[1]).getRawPath();
        prefix = path.substring(("/files/data/" + collection).length(), path.lastIndexOf('/') + 1);
    }

    @AfterAll
    static void close() {
        archive.close();
    }

    @Test
    void aPictureIsMadeOnceKeptAndNotSentAgainToWhoHasIt() throws Exception {
        HttpResponse<byte[]> first = get(picture("plate1.fits"), null, null);
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.headers().firstValue("Content-Type")).hasValue("image/png");
        assertThat(first.headers().firstValue("Cache-Control")).hasValue("public, max-age=300");
        assertThat(Arrays.copyOf(first.body(), 8)).isEqualTo(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
        assertThat(height(first.body())).isEqualTo(512);
        String etag = first.headers().firstValue("ETag").orElseThrow();

        assertThat(get("/xs/xing.previews?stat", null, operator).body())
                .asString()
                .contains("\"objects\"");
        assertThat(get("/xs/xing.previews?stat", null, null).statusCode()).isEqualTo(404);
        HttpResponse<byte[]> second = get(picture("plate1.fits"), null, null);
        assertThat(second.body()).isEqualTo(first.body());
        HttpResponse<byte[]> third = get(picture("plate1.fits"), etag, null);
        assertThat(third.statusCode()).isEqualTo(304);
        assertThat(third.body()).isEmpty();
        assertThat(height(get(picture("plate1.fits") + "?size=200", null, null).body()))
                .isEqualTo(256);
    }

    @Test
    void whatIsNoPictureIsNotFoundAndSaysWhy() throws Exception {
        for (int i = 0; i < 2; i++) {
            HttpResponse<byte[]> none = get(picture("empty.fits"), null, null);
            assertThat(none.statusCode()).isEqualTo(404);
            assertThat(new String(none.body(), StandardCharsets.UTF_8))
                    .isEqualTo("The image has no pixel with a value.\n");
        }
        assertThat(get(picture("other.fits"), null, null).statusCode()).isEqualTo(404);
        assertThat(get(picture("plate0.fits") + "?size=9999", null, null).statusCode())
                .isEqualTo(400);
        String links = links("empty.fits");
        assertThat(links).contains("#this").doesNotContain("#preview");
    }

    @Test
    void datalinkNamesThePicture() throws Exception {
        assertThat(links("plate2.fits"))
                .contains("#preview")
                .contains("image/png")
                .contains(base + picture("plate2.fits"));
    }

    @Test
    void aHiddenFileHasNoPictureForStrangers() throws Exception {
        assertThat(get(picture("plate0.fits"), null, null).statusCode()).isEqualTo(200);
        access("public=false");
        try {
            assertThat(get(picture("plate0.fits"), null, null).statusCode()).isEqualTo(404);
            HttpResponse<byte[]> own = get(picture("plate0.fits"), null, operator);
            assertThat(own.statusCode()).isEqualTo(200);
            assertThat(own.headers().firstValue("Cache-Control")).hasValue("private, no-cache");
        } finally {
            access("public=true");
        }
    }

    @Test
    void theDescriptionSaysWhetherAndWhenPicturesAreMade() throws Exception {
        apply("previews: none\n");
        assertThat(get(picture("plate0.fits"), null, null).statusCode()).isEqualTo(404);
        assertThat(get(picture("plate0.fits"), null, operator).statusCode()).isEqualTo(404);
        assertThat(links("plate0.fits")).contains("#this").doesNotContain("#preview");
        assertThat(Http.get(base + "/")).contains("data." + collection).doesNotContain("<img");

        apply("");
        assertThat(get(picture("plate0.fits"), null, null).statusCode()).isEqualTo(200);
        emptyKeep();
        apply("previews: ingest\n");
        // nobody asks: three pictures, and a note that the fourth file cannot be drawn
        while (!text(get("/xs/xing.previews?stat", null, operator)).contains("\"objects\":4,")) {
            Thread.onSpinWait();
        }
        assertThat(links("plate0.fits")).contains("#preview");
        apply("");
    }

    @Test
    void theFrontPageShowsWhatEverybodyMaySee() throws Exception {
        String page = Http.get(base + "/");
        assertThat(page)
                .contains("<img loading=\"lazy\" width=\"128\" height=\"128\" src=\"" + base + picture("plate0.fits")
                        + "?size=128\" alt=\"plate0.fits\">");
        assertThat(get(picture("plate0.fits") + "?size=128", null, null).statusCode())
                .isEqualTo(200);
        access("public=false");
        try {
            assertThat(text(get("/", null, operator))).doesNotContain("<img", collection);
        } finally {
            access("public=true");
        }
        assertThat(Http.get(base + "/")).contains("<img");
    }

    private static void access(String form) throws Exception {
        HttpRequest change = HttpRequest.newBuilder(base.resolve("/admin/collections/" + collection + "/access"))
                .header("Authorization", "Bearer " + operator)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        HttpResponse<String> changed = CLIENT.send(change, HttpResponse.BodyHandlers.ofString());
        assertThat(changed.statusCode()).as(changed.body()).isLessThan(300);
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static void apply(String previews) throws Exception {
        Path file = archive.dataDirectory().resolve("collections").resolve(collection + ".yaml");
        String yaml = Files.readString(file)
                .replaceAll("(?m)^previews:.*\\n", "")
                .replace("columns:\n", previews + "columns:\n");
        HttpResponse<String> applied = CLIENT.send(
                HttpRequest.newBuilder(base.resolve("/admin/descriptions"))
                        .header("Authorization", "Bearer " + operator)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "file=x.yaml&yaml=" + URLEncoder.encode(yaml, StandardCharsets.UTF_8)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(applied.statusCode()).as(applied.body()).isEqualTo(200);
    }

    private static void emptyKeep() throws Exception {
        Matcher names =
                Pattern.compile("\"name\":\"([0-9a-f]{64})\"").matcher(text(get("/xs/xing.previews/", null, operator)));
        while (names.find()) {
            HttpRequest delete = HttpRequest.newBuilder(base.resolve("/xs/xing.previews/" + names.group(1)))
                    .header("Authorization", "Bearer " + operator)
                    .DELETE()
                    .build();
            assertThat(CLIENT.send(delete, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(204);
        }
    }

    private static String picture(String file) {
        return "/previews/" + collection + prefix + file;
    }

    private static String links(String file) throws Exception {
        String did = "ivo://example.org/" + collection + "?" + prefix.substring(1) + file;
        return Http.get(base + "/datalink/links?ID=" + URLEncoder.encode(did, StandardCharsets.UTF_8));
    }

    private static String csv(String adql) throws Exception {
        return Http.get(base + "/tap/sync?LANG=ADQL&RESPONSEFORMAT=csv&QUERY="
                + URLEncoder.encode(adql, StandardCharsets.UTF_8));
    }

    private static HttpResponse<byte[]> get(String path, @Nullable String etag, @Nullable String token)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
        if (etag != null) {
            request.header("If-None-Match", etag);
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    /** From the first chunk of a PNG. */
    private static int height(byte[] png) {
        return ((png[22] & 0xff) << 8) | (png[23] & 0xff);
    }

    /** A ramp on the sky, 64 by 64 floats. */
    private static byte[] image(int serial) {
        StringBuilder header = new StringBuilder();
        for (String card : List.of(
                "SIMPLE  =                    T",
                "BITPIX  =                  -32",
                "NAXIS   =                    2",
                "NAXIS1  =                   64",
                "NAXIS2  =                   64",
                "OBJECT  = 'plate " + serial + "'",
                "CTYPE1  = 'RA---TAN'",
                "CTYPE2  = 'DEC--TAN'",
                "CRVAL1  = " + (10.5 + serial),
                "CRVAL2  = 41.0",
                "CRPIX1  = 32.5",
                "CRPIX2  = 32.5",
                "CDELT1  = -0.001",
                "CDELT2  = 0.001",
                "END")) {
            header.append("%-80s".formatted(card));
        }
        java.nio.ByteBuffer file = java.nio.ByteBuffer.allocate(2880 + 2880 * 6);
        file.put("%-2880s".formatted(header).getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < 64 * 64; i++) {
            file.putFloat(i % 64 + serial);
        }
        return file.array();
    }
}
