package org.xingvo.storage.copy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One volume of a copy with the digests of its pieces. For one thread. */
final class CopyFile implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 20;

    private final Path path;
    private final boolean writes;
    private @Nullable FileChannel channel;
    private boolean dirty;
    private boolean forgotten;
    private final int pieceBytes;
    private final List<String> pieces;
    private VolumeState state;
    /** Of the last piece while it is not whole; null: it was not read since the file was opened. */
    private @Nullable MessageDigest last;

    /** A piece that is not what the manifest says. */
    record BadPiece(long offset, String expected, String found) {
        String sentence(Path path) {
            return "%s, offset %d: expected SHA-256 %s, found %s".formatted(path, offset, expected, found);
        }
    }

    /** The file is opened when it is needed; there may be thousands. */
    CopyFile(Path path, boolean writes, int pieceBytes, Manifest.Volume known) {
        this.path = path;
        this.writes = writes;
        this.pieceBytes = pieceBytes;
        this.pieces = new ArrayList<>(known.pieces());
        this.state = known.state();
    }

    private FileChannel channel() throws IOException {
        FileChannel open = channel;
        if (open == null) {
            open = writes
                    ? FileChannel.open(
                            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)
                    : FileChannel.open(path, StandardOpenOption.READ);
            channel = open;
        }
        return open;
    }

    Path path() {
        return path;
    }

    VolumeState state() {
        return state;
    }

    Manifest.Volume entry() {
        List<String> all = new ArrayList<>(pieces);
        if (last != null && state.bytes() % pieceBytes != 0) {
            int index = (int) (state.bytes() / pieceBytes);
            String digest = HexFormat.of().formatHex(copy(last).digest());
            all = new ArrayList<>(all.subList(0, index));
            all.add(digest);
        }
        return new Manifest.Volume(state, all);
    }

    private static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first piece from an index on that is not what it should be. */
    Optional<BadPiece> firstBad(int from) throws IOException {
        for (int i = from; i < pieces.size(); i++) {
            Optional<BadPiece> bad = check(i);
            if (bad.isPresent()) {
                return bad;
            }
        }
        return Optional.empty();
    }

    Optional<BadPiece> check(int index) throws IOException {
        long start = (long) index * pieceBytes;
        MessageDigest digest = digest(start, Math.min(start + pieceBytes, state.bytes()));
        String found = digest == null ? "the end of the file" : HexFormat.of().formatHex(digest.digest());
        return pieces.get(index).equals(found)
                ? Optional.empty()
                : Optional.of(new BadPiece(start, pieces.get(index), found));
    }

    int pieceOf(long offset) {
        return (int) (offset / pieceBytes);
    }

    int pieces() {
        return pieces.size();
    }

    /** Null: the file ends before. */
    private @Nullable MessageDigest digest(long from, long to) throws IOException {
        MessageDigest digest = Manifest.sha256();
        ByteBuffer buffer = ByteBuffer.allocate(Math.clamp(to - from, 1, BUFFER_BYTES));
        for (long at = from; at < to; at += buffer.limit()) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), to - at));
            if (channel().read(buffer, at) <= 0) {
                return null;
            }
            digest.update(buffer.flip());
        }
        return digest;
    }

    /** Keeps the whole pieces before an offset, and what stands before it in that piece if it is the end. */
    void cutTo(long bytes) throws IOException {
        if (channel().size() > bytes) {
            dirty = true;
            channel().truncate(bytes);
        }
        if (bytes < state.bytes()) {
            pieces.subList(pieceOf(bytes), pieces.size()).clear();
            last = null;
            state = state.withBytes(bytes);
        }
    }

    void append(ByteBuffer bytes) throws IOException {
        MessageDigest digest = last;
        if (digest == null) {
            long start = (long) pieceOf(state.bytes()) * pieceBytes;
            digest = digest(start, state.bytes());
            if (digest == null) {
                throw new EOFException("%s: expected %,d bytes, found %,d"
                        .formatted(path, state.bytes(), channel().size()));
            }
            pieces.subList(Math.min(pieces.size(), pieceOf(state.bytes())), pieces.size())
                    .clear();
        }
        ByteBuffer rest = bytes.duplicate();
        long position = state.bytes();
        dirty = true;
        while (bytes.hasRemaining()) {
            position += channel().write(bytes, position);
        }
        long at = state.bytes();
        while (rest.hasRemaining()) {
            int room = (int) (pieceBytes - at % pieceBytes);
            int n = Math.min(room, rest.remaining());
            digest.update(rest.slice(rest.position(), n));
            rest.position(rest.position() + n);
            at += n;
            if (n == room) {
                pieces.add(HexFormat.of().formatHex(digest.digest()));
            }
        }
        last = digest;
        state = state.withBytes(at);
    }

    /** The volume counts no more. */
    void forget() throws IOException {
        close();
        forgotten = true;
        pieces.clear();
        last = null;
        state = state.withBytes(0);
    }

    boolean forgotten() {
        return forgotten;
    }

    void read(ByteBuffer target, long position) throws IOException {
        long at = position;
        while (target.hasRemaining()) {
            int n = channel().read(target, at);
            if (n < 0) {
                throw new EOFException("%s: expected %,d bytes more at offset %d, found the end"
                        .formatted(path, target.remaining(), at));
            }
            at += n;
        }
    }

    void force() throws IOException {
        if (dirty && !forgotten) {
            channel().force(true);
            dirty = false;
        }
    }

    /** Durable, and not open until it is needed again. */
    void rest() throws IOException {
        force();
        close();
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }
}
