package org.xingvo.server.xs;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.xingvo.dali.http.ContentDisposition;
import org.xingvo.storage.ByteRange;
import org.xingvo.storage.ObjectReader;
import org.xingvo.storage.Store;
import org.xingvo.storage.StoredObject;

/**
 * Many objects as one tar stream, in byte order of their names. Memory does not grow with what is sent. A stream that
 * cannot be finished ends without the two blocks of zeros and without the end of its HTTP body. Thread-safe.
 */
final class TarOut {
    private static final int BUFFER_BYTES = 256 << 10;

    private final Store store;

    TarOut(Store store) {
        this.store = store;
    }

    void send(Request request, Response response, Gate.Shelf shelf, Target target, Query query) throws IOException {
        String prefix = target.name() + query.text("prefix");
        long limit = query.has("limit") ? Listings.limit(query.get("limit")) : Long.MAX_VALUE;
        response.setContentType("application/x-tar");
        response.setHeader(
                "Content-Disposition",
                ContentDisposition.attachment(shelf.settings().name() + ".tar"));
        if (request.getMethod().getMethodString().equals("HEAD")) {
            return;
        }
        try (ReadAhead ahead = new ReadAhead(store, shelf.id(), prefix, query.get("after"), limit)) {
            Thread.ofVirtual().name("tar-out").start(ahead);
            OutputStream out = new BufferedOutputStream(response.getOutputStream(), BUFFER_BYTES);
            TarArchiveOutputStream tar = new TarArchiveOutputStream(out, 512, StandardCharsets.UTF_8.name());
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            tar.setAddPaxHeadersForNonAsciiNames(true);
            write(tar, ahead);
            tar.finish();
            out.flush();
        } catch (IOException | RuntimeException e) {
            if (response.isCommitted()) {
                request.getContext().getConnection().closeSilently();
            }
            throw e;
        }
    }

    private void write(TarArchiveOutputStream tar, ReadAhead ahead) throws IOException {
        while (true) {
            ReadAhead.Batch batch = ahead.take();
            for (ReadAhead.Item item : batch.items()) {
                byte[] bytes = item.bytes();
                if (bytes == null) {
                    large(tar, item.object());
                } else {
                    tar.putArchiveEntry(entry(item.object()));
                    tar.write(bytes);
                    tar.closeArchiveEntry();
                }
            }
            switch (batch.failure()) {
                case IOException failure -> throw failure;
                case RuntimeException failure -> throw failure;
                case null, default -> {}
            }
            if (batch.last()) {
                return;
            }
        }
    }

    private void large(TarArchiveOutputStream tar, StoredObject listed) throws IOException {
        Optional<ObjectReader> found = store.open(listed.key());
        if (found.isEmpty()) {
            return;
        }
        try (ObjectReader reader = found.get();
                InputStream in = reader.stream(new ByteRange(0, reader.object().sizeBytes()))) {
            tar.putArchiveEntry(entry(reader.object()));
            in.transferTo(tar);
            tar.closeArchiveEntry();
        }
    }

    private static TarArchiveEntry entry(StoredObject object) {
        TarArchiveEntry entry = new TarArchiveEntry(object.key().name(), true);
        entry.setSize(object.sizeBytes());
        // Whole seconds: a fraction would cost a pax header of its own.
        entry.setModTime(FileTime.from(object.stored().truncatedTo(ChronoUnit.SECONDS)));
        entry.setMode(0100644);
        return entry;
    }
}
