package org.xingvo.dali.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Bytes that came from outside, held until they are closed. Thread-safe for readers. */
public sealed interface SentBytes extends AutoCloseable {
    long length();

    /** From the beginning; to be closed before this is. */
    InputStream open() throws IOException;

    @Override
    void close() throws IOException;

    /**
     * Few bytes.
     *
     * @param bytes not to be changed any more
     */
    record InMemory(byte[] bytes) implements SentBytes {
        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(bytes);
        }

        @Override
        public void close() {
            // nothing is held
        }
    }

    /** Many bytes; closing removes the file. */
    record InFile(Path file, long length) implements SentBytes {
        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(file);
        }

        @Override
        public void close() throws IOException {
            Files.deleteIfExists(file);
        }
    }
}
