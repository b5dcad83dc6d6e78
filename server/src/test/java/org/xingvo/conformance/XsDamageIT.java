package org.xingvo.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.PutRequest;

/** What a reader is told of a block in which a bit is another one. */
class XsDamageIT {
    /** Where the data of the first block of a volume begins. */
    private static final int DATA = 88;

    @TempDir
    Path folder;

    @Test
    void damageAtTheStartOfABodyIsToldAndLaterDamageEndsTheLine() throws Exception {
        Random random = new Random(11);
        byte[] noise = new byte[200_000];
        random.nextBytes(noise);
        StringBuilder digits = new StringBuilder();
        while (digits.length() < 3_000_000) {
            digits.append(Long.toHexString(random.nextLong()));
        }
        byte[] packed = digits.toString().getBytes(StandardCharsets.US_ASCII);
        try (StoreServer.Serving server = StoreServer.serve(folder)) {
            damaged(server, 1, "plain", noise, 1000);
            damaged(server, 2, "packed", packed, 1000);
            damaged(server, 3, "small", "the same words again, ".repeat(300).getBytes(StandardCharsets.US_ASCII), 20);
            isTold(get(server, "plain", "Accept-Encoding", "identity"));
            isTold(get(server, "packed", "Accept-Encoding", "identity"));
            isTold(get(server, "small", "Accept-Encoding", "identity"));
            isTold(get(server, "small", "Accept-Encoding", "zstd"));

            damaged(server, 4, "late", packed, 1_300_000);
            assertThatThrownBy(() -> get(server, "late", "Accept-Encoding", "identity"))
                    .isInstanceOf(IOException.class);
            assertThat(get(server, "late", "Range", "bytes=0-9").body()).isEqualTo(digits.substring(0, 10));

            byte[] longer = new byte[1_000_000];
            random.nextBytes(longer);
            damaged(server, 5, "longer", longer, 700_000);
            isTold(get(server, "longer", "Range", "bytes=699990-700009"));
            isTold(get(server, "longer", "Range", "bytes=700000-"));
            assertThat(get(server, "longer", "Range", "bytes=0-9").statusCode()).isEqualTo(206);
            assertThatThrownBy(() -> get(server, "longer", "Accept-Encoding", "identity"))
                    .isInstanceOf(IOException.class);
            URI damages = URI.create(server.base() + "/xs/late?damages");
            assertThat(Http.send(HttpRequest.newBuilder(damages), StoreServer.TOKEN)
                            .body())
                    .contains("\"a\"");
        }
    }

    private static void isTold(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body())
                .startsWith("{\"status\":500,\"error\":\"")
                .contains("/0001.vol, offset 64, a: expected CRC32C ", ", found ");
        assertThat(answer.headers().map())
                .doesNotContainKeys("content-encoding", "etag", "digest", "last-modified")
                .containsKeys("access-control-allow-origin", "x-content-type-options");
    }

    private static HttpResponse<String> get(StoreServer.Serving server, String name, String header, String value)
            throws Exception {
        URI uri = URI.create(server.base() + "/xs/" + name + "/a");
        return Http.send(HttpRequest.newBuilder(uri).header(header, value), StoreServer.TOKEN);
    }

    /** A collection with one object, a bit of which is another one in its volume. */
    private void damaged(StoreServer.Serving server, int serial, String name, byte[] body, int at) throws IOException {
        CollectionId id = CollectionId.of(0, 2, serial, 1);
        server.store().createCollection(id, CollectionSettings.named(name));
        server.store().put(PutRequest.create(new ObjectKey(id, "a"), "text/plain"), new ByteArrayInputStream(body));
        Path volume = folder.resolve(id.hex()).resolve("0001.vol");
        try (RandomAccessFile file = new RandomAccessFile(volume.toFile(), "rw")) {
            file.seek(DATA + at);
            int bits = file.read();
            file.seek(DATA + at);
            file.write(bits ^ 4);
        }
    }
}
