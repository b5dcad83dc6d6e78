package org.xingvo.server.copy;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.dali.auth.Identities;
import org.xingvo.dali.auth.IdentityException;
import org.xingvo.dali.http.Callers;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.copy.CopyException;
import org.xingvo.storage.copy.LocalSource;
import org.xingvo.storage.copy.LocalTarget;
import org.xingvo.storage.copy.VolumeState;
import org.xingvo.storage.local.LocalStore;
import org.xingvo.storage.local.Repairs;
import org.xingvo.storage.local.SettingsFile;

/**
 * Volumes for other servers and for commands, byte for byte, and from them; docs/backup.md has the requests. For callers
 * with an operator's token only. Answers are plain text. Thread-safe; must run on threads that may wait.
 */
public final class CopyHandler extends HttpHandler {
    /** Where this handler is mounted. */
    public static final String MOUNT = "/xs-volumes";

    /** Most bytes of a volume in one request or answer. */
    static final int MAX_CHUNK_BYTES = 8 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(CopyHandler.class);
    private static final int MAX_TEXT_BYTES = 1 << 20;
    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{1,18})-([0-9]{1,18})");
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/\\*");
    private static final Pattern HEX = Pattern.compile("[0-9A-F]{8}");

    private final LocalStore store;
    private final Identities identities;
    private final Holds holds;
    private final ConcurrentHashMap<CollectionId, LocalTarget> receiving = new ConcurrentHashMap<>();
    /** What a killed client sent may still be on its way to the disk when its successor begins. */
    private final ConcurrentHashMap<CollectionId, ReentrantLock> writing = new ConcurrentHashMap<>();

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("copy-holds").factory());

    public CopyHandler(LocalStore store, Identities identities) {
        this.store = store;
        this.identities = identities;
        this.holds = new Holds(store);
        ScheduledFuture<?> _ = clock.scheduleWithFixedDelay(holds::endOld, 30, 30, TimeUnit.SECONDS);
    }

    @Override
    public void destroy() {
        clock.shutdownNow();
        holds.close();
        super.destroy();
    }

    /** What a request asks for cannot be; the status says why. */
    private static final class Refusal extends RuntimeException {
        final int status;

        Refusal(int status, String message) {
            super(message);
            this.status = status;
        }
    }

    @Override
    public void service(Request request, Response response) throws Exception {
        try {
            if (!Callers.of(identities, request).administers()) {
                throw new Refusal(403, "expected the token of an operator");
            }
            answer(request, response);
        } catch (Refusal e) {
            text(response, e.status, e.getMessage() + "\n");
        } catch (IdentityException.BadCredentials e) {
            text(response, e.status(), e.getMessage() + "\n");
        } catch (IllegalArgumentException e) {
            text(response, 400, e.getMessage() + "\n");
        } catch (CopyException | StorageException.AlreadyExists e) {
            text(response, 409, e.getMessage() + "\n");
        } catch (StorageException.NoSuchCollection e) {
            text(response, 404, e.getMessage() + "\n");
        } catch (StorageException.NoSpace e) {
            text(response, 507, e.getMessage() + "\n");
        } catch (StorageException e) {
            text(response, 500, e.getMessage() + "\n");
        } catch (IOException e) {
            LOG.debug("A request for volumes ended early", e);
            text(response, 500, e.getMessage() + "\n");
        }
    }

    private void answer(Request request, Response response) throws IOException {
        holds.heard(Optional.ofNullable(request.getHeader("X-Hold")).orElse(""));
        String path = URLDecoder.decode(
                request.getRequestURI().substring(MOUNT.length()).replace("+", "%2B"), StandardCharsets.UTF_8);
        List<String> parts =
                Arrays.stream(path.split("/", -1)).filter(p -> !p.isEmpty()).toList();
        String what = request.getMethod().getMethodString() + " " + parts.size();
        switch (what) {
            case "GET 0" -> text(response, 200, list());
            case "GET 1" -> text(response, 200, describe(collection(parts.getFirst())));
            case "POST 2" -> post(request, response, parts.getFirst(), parts.getLast());
            case "DELETE 2" -> {
                holds.end(parts.getLast());
                response.setStatus(204);
            }
            case "GET 2" -> read(request, response, collection(parts.getFirst()), parts.getLast());
            case "GET 3" -> readCopy(request, response, parts.getFirst(), parts.get(1));
            case "PUT 2" -> append(request, response, parts.getFirst(), parts.getLast());
            default -> throw new Refusal(404, path + ": expected a collection and a volume, see docs/backup.md");
        }
    }

    private String list() {
        return store.collections().stream()
                .map(id -> id.hex() + " " + store.settings(id).name() + "\n")
                .collect(Collectors.joining());
    }

    private String describe(CollectionId id) throws IOException {
        return "collection " + id.hex() + "\n" + VolumeLines.print(LocalSource.states(store, id)) + "\n"
                + SettingsFile.print(store.settings(id));
    }

    /** A collection by its name, or by its id in hex. */
    private CollectionId collection(String name) {
        return store.findCollection(name)
                .or(() -> id(name).filter(store.collections()::contains))
                .orElseThrow(() -> new Refusal(404, "collection '%s': not there".formatted(name)));
    }

    private static Optional<CollectionId> id(String hex) {
        return HEX.matcher(hex).matches()
                ? Optional.of(new CollectionId(Integer.parseUnsignedInt(hex, 16)))
                : Optional.empty();
    }

    private void post(Request request, Response response, String name, String action) throws IOException {
        switch (action) {
            case "hold" -> text(response, 200, holds.begin(collection(name)) + "\n");
            case "begin" -> {
                CollectionSettings settings = SettingsFile.parse(body(request), "settings");
                CollectionId id = idOf(name);
                LocalTarget target = new LocalTarget(store, "true".equals(request.getParameter("mirror")));
                alone(id, () -> {
                    List<VolumeState> held = target.begin(id, settings);
                    receiving.put(id, target);
                    text(response, 200, "usable " + target.usableBytes() + "\n" + VolumeLines.print(held));
                });
            }
            case "repair" -> text(response, 200, repair(name, body(request)));
            case "release" -> {
                store.imports().release(collection(name));
                response.setStatus(204);
            }
            case "finish" -> {
                List<VolumeState> whole = VolumeLines.parse(body(request));
                alone(idOf(name), () -> target(name).finish(whole));
                response.setStatus(204);
            }
            default ->
                throw new Refusal(404, "'%s': expected hold, begin, finish, release or repair".formatted(action));
        }
    }

    private String repair(String name, String asked) throws IOException {
        CollectionId id = collection(name);
        List<String> lines = asked.lines().toList();
        String where = lines.isEmpty() ? "" : lines.getFirst();
        Repairs.Report report = StoreRepair.from(store, id, where, lines.size() > 1 ? lines.get(1) : "");
        return report.left().stream().map(line -> line + "\n").collect(Collectors.joining())
                + "%s: %,d files repaired, %,d left%n"
                        .formatted(name, report.repaired(), report.left().size());
    }

    /** A step of a copy. */
    private interface Step {
        void take() throws IOException;
    }

    private void alone(CollectionId id, Step step) throws IOException {
        ReentrantLock lock = writing.computeIfAbsent(id, any -> new ReentrantLock());
        lock.lock();
        try {
            step.take();
        } finally {
            lock.unlock();
        }
    }

    private static CollectionId idOf(String hex) {
        return id(hex).orElseThrow(() -> new Refusal(400, "expected an id of a collection"));
    }

    private LocalTarget target(String name) {
        LocalTarget target = id(name).map(receiving::get).orElse(null);
        if (target == null) {
            throw new Refusal(409, "collection %s: expected a copy that was begun, found none".formatted(name));
        }
        return target;
    }

    private static String body(Request request) throws IOException {
        byte[] bytes = request.getInputStream().readNBytes(MAX_TEXT_BYTES + 1);
        if (bytes.length > MAX_TEXT_BYTES) {
            throw new Refusal(413, "expected at most %,d bytes".formatted(MAX_TEXT_BYTES));
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The first and the last byte that a request asks for. */
    private record Range(long first, long last) {
        static Range of(Request request) {
            Matcher range = RANGE.matcher(
                    Optional.ofNullable(request.getHeader("Range")).orElse(""));
            if (!range.matches()) {
                throw new Refusal(400, "expected Range: bytes=FIRST-LAST");
            }
            Range found = new Range(Long.parseLong(range.group(1)), Long.parseLong(range.group(2)));
            if (found.last < found.first || found.last - found.first >= MAX_CHUNK_BYTES) {
                throw new Refusal(416, "expected 1 to %,d bytes".formatted(MAX_CHUNK_BYTES));
            }
            return found;
        }

        byte[] room() {
            return new byte[(int) (last - first + 1)];
        }
    }

    private void read(Request request, Response response, CollectionId id, String name) throws IOException {
        Range range = Range.of(request);
        VolumeState volume = LocalSource.states(store, id).stream()
                .filter(v -> VolumeLines.name(v).equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new Refusal(410, "collection %s: volume %s was compacted away".formatted(id.hex(), name)));
        if (range.last() >= volume.bytes()) {
            throw new Refusal(416, "%s: expected a range within %,d bytes".formatted(volume, volume.bytes()));
        }
        byte[] bytes = range.room();
        LocalSource.readFully(store, id, volume, ByteBuffer.wrap(bytes), range.first());
        part(response, range, bytes);
    }

    /** What is there of a copy that was begun, readable by others or not. */
    private void readCopy(Request request, Response response, String collection, String name) throws IOException {
        Range range = Range.of(request);
        byte[] bytes = range.room();
        target(collection).read(VolumeLines.parseName(name, 0), ByteBuffer.wrap(bytes), range.first());
        part(response, range, bytes);
    }

    private static void part(Response response, Range range, byte[] bytes) throws IOException {
        response.setStatus(206);
        response.setContentType("application/octet-stream");
        response.setHeader("Content-Range", "bytes %d-%d/*".formatted(range.first(), range.last()));
        response.setHeader(ChunkDigest.HEADER, ChunkDigest.of(bytes, bytes.length));
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    private void append(Request request, Response response, String collection, String name) throws IOException {
        Matcher range = CONTENT_RANGE.matcher(
                Optional.ofNullable(request.getHeader("Content-Range")).orElse(""));
        if (!range.matches()) {
            throw new Refusal(400, "expected Content-Range: bytes FIRST-LAST/*");
        }
        long first = Long.parseLong(range.group(1));
        long last = Long.parseLong(range.group(2));
        if (last < first || last - first >= MAX_CHUNK_BYTES) {
            throw new Refusal(413, "expected 1 to %,d bytes".formatted(MAX_CHUNK_BYTES));
        }
        byte[] bytes = request.getInputStream().readNBytes((int) (last - first + 1));
        if (bytes.length != last - first + 1) {
            throw new Refusal(400, "expected %,d bytes, found %,d".formatted(last - first + 1, bytes.length));
        }
        ChunkDigest.check(bytes, bytes.length, request.getHeader(ChunkDigest.HEADER), name + ", offset " + first);
        alone(
                idOf(collection),
                () -> target(collection).append(VolumeLines.parseName(name, first), ByteBuffer.wrap(bytes)));
        response.setStatus(204);
    }

    private static void text(Response response, int status, String text) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType("text/plain; charset=UTF-8");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
