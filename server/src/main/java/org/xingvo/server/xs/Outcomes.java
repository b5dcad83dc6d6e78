package org.xingvo.server.xs;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.xingvo.storage.StoredObject;

/**
 * What became of each file of a tar stream, a line of JSON each, kept until the stream was read: a client that reads
 * nothing before it has sent everything must not stop it. Up to a mebibyte in memory, then in a temporary file.
 * Thread-safe.
 */
final class Outcomes implements AutoCloseable {
    private static final int IN_MEMORY = 1 << 20;

    private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private @Nullable Path file;
    private @Nullable OutputStream out;

    private long files;
    private long bytes;
    private long refused;

    void stored(StoredObject object, int status) {
        add(status, object.sizeBytes(), Json.line(json -> {
            json.writeStartObject();
            json.writeStringProperty("name", object.key().name());
            json.writeNumberProperty("status", status);
            json.writeNumberProperty("size", object.sizeBytes());
            json.writeStringProperty("etag", object.etag());
            json.writeEndObject();
        }));
    }

    void refused(String name, int status, String why) {
        add(status, 0, Json.line(json -> {
            json.writeStartObject();
            json.writeStringProperty("name", name);
            json.writeNumberProperty("status", status);
            json.writeStringProperty("error", why);
            json.writeEndObject();
        }));
    }

    private synchronized void add(int status, long size, byte[] line) {
        if (status < 300) {
            files++;
            bytes += size;
        } else {
            refused++;
        }
        write(line);
    }

    synchronized long refused() {
        return refused;
    }

    /** The last line. */
    synchronized void close(@Nullable String failure) {
        write(Json.line(json -> {
            json.writeStartObject();
            json.writeNumberProperty("stored", files);
            json.writeNumberProperty("bytes", bytes);
            json.writeNumberProperty("refused", refused);
            json.writeBooleanProperty("complete", failure == null);
            if (failure != null) {
                json.writeStringProperty("error", failure);
            }
            json.writeEndObject();
        }));
    }

    private void write(byte[] line) {
        try {
            OutputStream now = out;
            if (now == null && memory.size() + line.length > IN_MEMORY) {
                Path spilled = Files.createTempFile("xing-outcomes", ".jsonl");
                file = spilled;
                now = new BufferedOutputStream(Files.newOutputStream(spilled), 64 << 10);
                memory.writeTo(now);
                memory.reset();
                out = now;
            }
            (now == null ? memory : now).write(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Bytes of all lines. */
    synchronized long length() throws IOException {
        OutputStream now = out;
        Path spilled = file;
        if (now == null || spilled == null) {
            return memory.size();
        }
        now.flush();
        return Files.size(spilled);
    }

    synchronized void writeTo(OutputStream target) throws IOException {
        Path spilled = file;
        if (spilled == null) {
            memory.writeTo(target);
            return;
        }
        try (InputStream in = Files.newInputStream(spilled)) {
            in.transferTo(target);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        OutputStream now = out;
        Path spilled = file;
        if (now != null && spilled != null) {
            now.close();
            Files.deleteIfExists(spilled);
        }
    }
}
