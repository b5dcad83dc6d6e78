package org.xingvo.server.xs;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.dali.Shown;
import org.xingvo.dali.http.AnnouncedBody;
import org.xingvo.dali.http.BadRequest;
import org.xingvo.dali.http.MediaTypes;
import org.xingvo.ingest.CataloguedWrites;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.PutRequest;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.Store;
import org.xingvo.storage.StoredObject;

/**
 * Stores every regular file of a tar stream. Many puts are under way at once, so that they share syncs; how many, and
 * how many bytes, is bounded. A stream that breaks off leaves stored what was whole. Thread-safe.
 */
final class TarIn {
    /** Puts under way for one stream. */
    private static final int IN_FLIGHT = 512;
    /** Bytes of them, in KiB. */
    private static final int IN_FLIGHT_KIB = 64 << 10;
    /** Files up to this are put beside others; larger ones by the thread that reads the stream. */
    private static final int SMALL_BYTES = 1 << 20;

    private static final int STREAMS = 32;
    private static final int BUFFER_BYTES = 256 << 10;
    private static final int SNIFFED_BYTES = 16;

    private static final Logger log = LoggerFactory.getLogger(TarIn.class);

    private final Store store;
    private final @Nullable CataloguedWrites catalogued;
    private final Semaphore streams = new Semaphore(STREAMS);

    /** @param catalogued takes what is written to catalogued collections; null: there are none */
    TarIn(Store store, @Nullable CataloguedWrites catalogued) {
        this.store = store;
        this.catalogued = catalogued;
    }

    void receive(Request request, Response response, Gate.Shelf shelf, Query query) throws IOException {
        String type = String.valueOf(request.getContentType()).toLowerCase(Locale.ROOT);
        if (!type.startsWith("application/x-tar") && !type.startsWith("application/tar")) {
            throw new XsFault(415, "expected a body of Content-Type application/x-tar, found " + Shown.of(type));
        }
        Writing.checkLength(request);
        String mode = query.get("mode");
        if (mode != null && !mode.equals("create") && !mode.equals("replace")) {
            throw new XsFault(400, "mode: expected create or replace, found '" + Shown.of(mode) + "'");
        }
        if (!streams.tryAcquire()) {
            response.setHeader("Retry-After", "5");
            throw new XsFault(503, "expected at most " + STREAMS + " tar streams at a time");
        }
        try (Outcomes outcomes = new Outcomes()) {
            if (request.requiresAcknowledgement()) {
                response.setStatus(100);
                response.sendAcknowledgement();
            }
            InputStream body = AnnouncedBody.of(request.getInputStream(), request.getContentLengthLong());
            Run run =
                    new Run(shelf, "replace".equals(mode) ? PutRequest.Mode.REPLACE : PutRequest.Mode.CREATE, outcomes);
            String failure = run.all(body);
            outcomes.close(failure);
            Answers.status(response, run.status(failure));
            response.setContentType(Json.LINES);
            response.setContentLengthLong(outcomes.length());
            if (failure != null) {
                response.setHeader("Connection", "close");
            }
            outcomes.writeTo(response.getOutputStream());
        } finally {
            streams.release();
        }
    }

    /** One stream. */
    private final class Run {
        private final Gate.Shelf shelf;
        private final PutRequest.Mode mode;
        private final Outcomes outcomes;
        private final Semaphore inFlight = new Semaphore(IN_FLIGHT);
        private final Semaphore kibInFlight = new Semaphore(IN_FLIGHT_KIB);
        /** What is being put beside others: the later one of two of one name waits, and counts. */
        private final Set<ObjectKey> beside = ConcurrentHashMap.newKeySet();
        /** What no later file will survive either: no space. */
        private volatile @Nullable StorageException over;

        Run(Gate.Shelf shelf, PutRequest.Mode mode, Outcomes outcomes) {
            this.shelf = shelf;
            this.mode = mode;
            this.outcomes = outcomes;
        }

        int status(@Nullable String failure) {
            if (over != null) {
                return 507;
            }
            if (failure != null) {
                return 400;
            }
            return outcomes.refused() == 0 ? 201 : 207;
        }

        /** Stores what comes; returns why the stream ended early, null if it did not. */
        @Nullable
        String all(InputStream body) throws IOException {
            String failure = null;
            // Closed by the request; a closed tar stream would read on to the end of the body.
            @SuppressWarnings("resource")
            TarArchiveInputStream tar = new TarArchiveInputStream(
                    new BufferedInputStream(body, BUFFER_BYTES), 10240, 512, StandardCharsets.UTF_8.name(), true);
            try {
                TarArchiveEntry entry = tar.getNextEntry();
                while (entry != null && over == null) {
                    one(tar, entry);
                    entry = tar.getNextEntry();
                }
                if (over == null) {
                    drain(body);
                }
            } catch (IOException | IllegalArgumentException e) {
                failure = "tar stream: " + Shown.of(String.valueOf(e.getMessage()));
            } finally {
                inFlight.acquireUninterruptibly(IN_FLIGHT);
            }
            StorageException refusal = over;
            return refusal == null ? failure : refusal.getMessage();
        }

        /** GNU tar pads its output with zeros up to a record. */
        private static void drain(InputStream body) throws IOException {
            byte[] rest = new byte[8192];
            while (body.read(rest) >= 0) {
                // padding
            }
        }

        private void one(TarArchiveInputStream tar, TarArchiveEntry entry) throws IOException {
            if (entry.isDirectory()) {
                return;
            }
            String shown = Shown.of(entry.getName());
            if (!entry.isFile()
                    || entry.isSymbolicLink()
                    || entry.isLink()
                    || entry.isSparse()
                    || !tar.canReadEntryData(entry)) {
                outcomes.refused(shown, 400, "expected a regular file, found " + kind(entry));
                return;
            }
            ObjectKey key;
            try {
                key = new ObjectKey(shelf.id(), name(entry.getName()));
            } catch (BadRequest | IllegalArgumentException e) {
                outcomes.refused(shown, 400, String.valueOf(e.getMessage()));
                return;
            }
            if (beside.contains(key)) {
                awaitAll();
            }
            long size = entry.getSize();
            if (size <= SMALL_BYTES) {
                byte[] bytes = tar.readNBytes((int) size);
                if (bytes.length < size) {
                    throw new EOFException("ends within " + shown + " of " + size + " bytes");
                }
                putBeside(key, bytes);
            } else {
                BufferedInputStream in = new BufferedInputStream(tar, 64 << 10);
                in.mark(SNIFFED_BYTES);
                byte[] start = in.readNBytes(SNIFFED_BYTES);
                in.reset();
                put(key, size, start, in);
            }
        }

        private void awaitAll() {
            inFlight.acquireUninterruptibly(IN_FLIGHT);
            inFlight.release(IN_FLIGHT);
        }

        private void putBeside(ObjectKey key, byte[] bytes) {
            beside.add(key);
            int kib = 1 + bytes.length / 1024;
            inFlight.acquireUninterruptibly();
            kibInFlight.acquireUninterruptibly(kib);
            Thread.startVirtualThread(() -> {
                try {
                    put(
                            key,
                            bytes.length,
                            Arrays.copyOf(bytes, Math.min(bytes.length, SNIFFED_BYTES)),
                            new ByteArrayInputStream(bytes));
                } catch (IOException | RuntimeException e) {
                    log.debug("A file of a tar stream was not stored", e);
                } finally {
                    beside.remove(key);
                    kibInFlight.release(kib);
                    inFlight.release();
                }
            });
        }

        private void put(ObjectKey key, long size, byte[] start, InputStream body) throws IOException {
            String name = key.name();
            try {
                String mediaType = MediaTypes.of(null, null, name.substring(name.lastIndexOf('/') + 1), start);
                PutRequest request = mode == PutRequest.Mode.CREATE
                        ? PutRequest.create(key, mediaType)
                        : PutRequest.replace(key, mediaType);
                Writing.checkNoVersion(shelf, name);
                CataloguedWrites door = Writing.door(shelf, catalogued);
                StoredObject stored = door == null
                        ? store.put(request.withLength(size), body)
                        : door.put(request.withLength(size), body);
                outcomes.stored(stored, 201);
            } catch (XsFault e) {
                outcomes.refused(name, e.status(), String.valueOf(e.getMessage()));
            } catch (StorageException e) {
                if (e instanceof StorageException.NoSpace) {
                    over = e;
                }
                outcomes.refused(name, Answers.status(e), String.valueOf(e.getMessage()));
            } catch (IOException | RuntimeException e) {
                outcomes.refused(name, 500, "not stored: " + e.getMessage());
                throw e;
            }
        }

        private static String name(String inTar) {
            String name = inTar;
            while (name.startsWith("./")) {
                name = name.substring(2);
            }
            if (name.startsWith("/")) {
                throw new BadRequest("path: expected one without a slash in front, found one");
            }
            return Writing.checkedName(name);
        }

        private static String kind(TarArchiveEntry entry) {
            if (entry.isSymbolicLink()) {
                return "a symbolic link";
            }
            if (entry.isLink()) {
                return "a hard link";
            }
            if (entry.isSparse()) {
                return "a sparse file";
            }
            return "something else";
        }
    }
}
