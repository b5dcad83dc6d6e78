package org.xingvo.tap.result;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.DaliFault;
import org.xingvo.tap.row.Tuple;

/**
 * Rows that are kept to be read again, the first few MiB in memory, the rest in a file that is gone with its process.
 * One thread at a time.
 */
final class RowSpool implements Closeable {
    private static final int IN_MEMORY = 4 << 20;

    private final SpoolSpace space;
    private final int fields;
    private final RowBytes pending = new RowBytes();
    private @Nullable FileChannel file;
    private long rows;
    private long written;

    RowSpool(SpoolSpace space, int fields) {
        this.space = space;
        this.fields = fields;
    }

    /** What is done with each row. */
    @FunctionalInterface
    interface Visitor {
        void row(Tuple row) throws IOException;
    }

    long rows() {
        return rows;
    }

    /** @throws DaliFault of kind TOO_LARGE, with the limit */
    void add(Tuple row) throws IOException {
        int start = pending.used();
        pending.put4(0);
        row.writeTo(pending);
        pending.put4At(start, pending.used() - start - Integer.BYTES);
        rows++;
        if (pending.used() > IN_MEMORY) {
            spill();
        }
    }

    /** Goes through all rows, from the first; may be done again. */
    void forEach(Visitor visitor) throws IOException {
        Tuple row = new Tuple(fields);
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(bytes(), 256 * 1024))) {
            byte[] bytes = {};
            for (long i = 0; i < rows; i++) {
                int length = in.readInt();
                if (length > bytes.length) {
                    bytes = new byte[Math.max(length, 4096)];
                }
                in.readFully(bytes, 0, length);
                row.set(bytes, 0);
                visitor.row(row);
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }

    private InputStream bytes() throws IOException {
        InputStream last = new ByteArrayInputStream(pending.bytes(), 0, pending.used());
        return file == null ? last : new SequenceInputStream(new FromStart(file), last);
    }

    private void spill() throws IOException {
        if (written + pending.used() > space.limitBytes()) {
            throw new DaliFault(
                    DaliFault.Kind.TOO_LARGE,
                    ("An answer in this format: expected at most %d bytes of rows, found more after %d rows; ask for"
                                    + " fewer rows, or for VOTable or CSV, which have no such limit")
                            .formatted(space.limitBytes(), rows));
        }
        if (file == null) {
            file = create(space.directory());
        }
        ByteBuffer all = ByteBuffer.wrap(pending.bytes(), 0, pending.used());
        while (all.hasRemaining()) {
            written += file.write(all);
        }
        pending.clear();
    }

    private static FileChannel create(Path directory) throws IOException {
        Files.createDirectories(directory);
        Path path = Files.createTempFile(directory, "xingvo-answer", ".rows");
        try {
            return FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException e) {
            Files.delete(path);
            throw e;
        }
    }

    /** A file's bytes by place, so that reading neither moves nor closes the channel. */
    private static final class FromStart extends InputStream {
        private final FileChannel file;
        private long at;

        FromStart(FileChannel file) {
            this.file = file;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int found = file.read(ByteBuffer.wrap(bytes, from, length), at);
            at += Math.max(0, found);
            return found;
        }
    }
}
