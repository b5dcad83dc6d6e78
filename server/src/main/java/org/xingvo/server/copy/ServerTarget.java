package org.xingvo.server.copy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.copy.VolumeState;
import org.xingvo.storage.copy.VolumeTarget;
import org.xingvo.storage.local.SettingsFile;

/** A copy on a running server, which serves it. */
public final class ServerTarget implements VolumeTarget {
    private final CopyClient client;
    private final boolean mirror;
    private @Nullable CollectionId collection;
    private long usable;

    /**
     * A copy on a server.
     *
     * @param token of an operator there
     * @param mirror the copy is only read there and may be brought up to date again
     */
    public ServerTarget(URI server, String token, boolean mirror) {
        this.client = new CopyClient(server, token);
        this.mirror = mirror;
    }

    @Override
    public String where() {
        return client.where();
    }

    @Override
    public List<VolumeState> begin(CollectionId id, CollectionSettings settings) throws IOException {
        collection = id;
        String answer = client.text(client.request("/" + id.hex() + "/begin?mirror=" + mirror)
                .POST(HttpRequest.BodyPublishers.ofString(SettingsFile.print(settings)))
                .build());
        usable = Long.parseLong(VolumeLines.value(answer, "usable"));
        return VolumeLines.parse(answer);
    }

    @Override
    public long usableBytes() {
        return usable;
    }

    private String path(VolumeState volume) {
        return "/" + Objects.requireNonNull(collection).hex() + "/" + VolumeLines.name(volume);
    }

    @Override
    public void read(VolumeState volume, ByteBuffer target, long position) throws IOException {
        if (!target.hasRemaining()) {
            return;
        }
        HttpResponse<byte[]> response = client.bytes(client.request(path(volume) + "/copy")
                .header("Range", "bytes=" + position + "-" + (position + target.remaining() - 1))
                .GET()
                .build());
        target.put(response.body());
    }

    @Override
    public void append(VolumeState volume, ByteBuffer bytes) throws IOException {
        byte[] chunk = new byte[bytes.remaining()];
        bytes.get(chunk);
        long last = volume.bytes() + chunk.length - 1;
        client.bytes(client.request(path(volume))
                .header("Content-Range", "bytes " + volume.bytes() + "-" + last + "/*")
                .header(ChunkDigest.HEADER, ChunkDigest.of(chunk, chunk.length))
                .PUT(HttpRequest.BodyPublishers.ofByteArray(chunk))
                .build());
    }

    @Override
    public void finish(List<VolumeState> whole) throws IOException {
        client.bytes(client.request("/" + Objects.requireNonNull(collection).hex() + "/finish")
                .POST(HttpRequest.BodyPublishers.ofString(VolumeLines.print(whole)))
                .build());
    }

    /**
     * Repairs a collection of the server; what it did, in words.
     *
     * @param where a directory on the server's machine, or another server
     * @param token of an operator there; empty for a directory
     */
    public String repair(String name, String where, String token) throws IOException {
        return client.text(client.request("/" + name + "/repair")
                .timeout(Duration.ofHours(12))
                .POST(HttpRequest.BodyPublishers.ofString(where + "\n" + token + "\n"))
                .build());
    }

    /** The copy is written there from now on. */
    public void release(String name) throws IOException {
        client.bytes(client.request("/" + name + "/release")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
    }

    @Override
    public void close() {
        client.close();
    }
}
