package org.xingvo.server.copy;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.copy.VolumeSource;
import org.xingvo.storage.copy.VolumeState;
import org.xingvo.storage.local.SettingsFile;

/** A collection of a running server. Its volumes stay while this is open and used. */
public final class ServerSource implements VolumeSource {
    private final CopyClient client;
    private final String name;
    private final CollectionId collection;
    private final String hold;

    private ServerSource(CopyClient client, String name, CollectionId collection, String hold) {
        this.client = client;
        this.name = name;
        this.collection = collection;
        this.hold = hold;
    }

    /**
     * The collection of this name on a server.
     *
     * @param token of an operator there
     */
    public static ServerSource open(URI server, String token, String name) throws IOException {
        CopyClient client = new CopyClient(server, token);
        try {
            String path = "/" + URLEncoder.encode(name, StandardCharsets.UTF_8);
            String hold = client.text(client.request(path + "/hold")
                            .POST(HttpRequest.BodyPublishers.noBody())
                            .build())
                    .strip();
            String id = VolumeLines.value(client.text(client.request(path).GET().build()), "collection");
            return new ServerSource(client, name, new CollectionId(Integer.parseUnsignedInt(id, 16)), hold);
        } catch (IOException | RuntimeException e) {
            client.close();
            throw e;
        }
    }

    /** Names of the collections of a server. */
    public static List<String> names(URI server, String token) throws IOException {
        try (CopyClient client = new CopyClient(server, token)) {
            return client.text(client.request("").GET().build())
                    .lines()
                    .map(line -> line.substring(line.indexOf(' ') + 1))
                    .toList();
        }
    }

    @Override
    public String where() {
        return client.where();
    }

    @Override
    public CollectionId collection() {
        return collection;
    }

    /** Tells the server that the volumes are still wanted while others are copied. */
    void stillThere() throws IOException {
        describe();
    }

    private String describe() throws IOException {
        return client.text(client.request("/" + collection.hex())
                .header("X-Hold", hold)
                .GET()
                .build());
    }

    @Override
    public CollectionSettings settings() throws IOException {
        String text = describe();
        return SettingsFile.parse(text.substring(text.indexOf("\n\n") + 2), client.where() + ", collection " + name);
    }

    @Override
    public List<VolumeState> volumes() throws IOException {
        return VolumeLines.parse(describe());
    }

    @Override
    public void read(VolumeState volume, ByteBuffer target, long position) throws IOException {
        while (target.hasRemaining()) {
            int length = Math.min(target.remaining(), CopyHandler.MAX_CHUNK_BYTES);
            HttpResponse<byte[]> response =
                    client.bytes(client.request("/" + collection.hex() + "/" + VolumeLines.name(volume))
                            .header("X-Hold", hold)
                            .header("Range", "bytes=" + position + "-" + (position + length - 1))
                            .GET()
                            .build());
            byte[] bytes = response.body();
            if (bytes.length != length) {
                throw new IOException("%s, %s, offset %d: expected %,d bytes, found %,d"
                        .formatted(client.where(), volume, position, length, bytes.length));
            }
            ChunkDigest.check(
                    bytes,
                    length,
                    response.headers().firstValue(ChunkDigest.HEADER).orElse(null),
                    "%s, %s, offset %d".formatted(client.where(), volume, position));
            target.put(bytes);
            position += length;
        }
    }

    @Override
    public void close() throws IOException {
        try (client) {
            client.bytes(client.request("/hold/" + hold).DELETE().build());
        }
    }
}
