package org.xingvo.server.xs;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.dali.auth.Caller;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.care.CompactionReport;
import org.xingvo.storage.care.Verify;
import org.xingvo.storage.local.LocalStore;

/**
 * What operators do to collections: make and change them, verify, dump. Long work answers with a line of JSON for every
 * step and a last one that says how it ended; the command line is its client. Thread-safe.
 */
public final class CareHandler extends HttpHandler {
    /** Where this handler is mounted. */
    public static final String MOUNT = "/care";

    private static final Logger log = LoggerFactory.getLogger(CareHandler.class);

    private final LocalStore store;
    private final Gate gate;
    private final NewCollection collections;

    public CareHandler(LocalStore store, Gate gate) {
        this.store = store;
        this.gate = gate;
        this.collections = new NewCollection(store);
    }

    @Override
    public void service(Request request, Response response) throws Exception {
        Answers.open(response);
        try {
            Caller caller = gate.caller(request);
            if (!caller.administers()) {
                throw new XsFault(caller.user() == null ? 401 : 403, "expected the token of an operator");
            }
            String what = request.getRequestURI().substring(MOUNT.length());
            if (!request.getMethod().getMethodString().equals("POST")) {
                throw new XsFault(405, "expected POST");
            }
            switch (what) {
                case "/create" -> {
                    CollectionId id = collections.create(request::getParameter);
                    named(request, response, 201, id);
                }
                case "/change" -> {
                    CollectionId id = collection(request);
                    collections.change(id, request::getParameter);
                    named(request, response, 200, id);
                }
                case "/verify" -> {
                    List<CollectionId> which =
                            request.getParameter("name") == null ? store.collections() : List.of(collection(request));
                    lines(response, steps -> verify(steps, which));
                }
                case "/compact" -> {
                    CollectionId which = collection(request);
                    lines(response, steps -> compact(steps, which));
                }
                case "/dump" -> dump(request, response);
                default -> throw XsFault.notFound(what);
            }
        } catch (Exception e) {
            Answers.failure(request, response, e);
        }
    }

    private void named(Request request, Response response, int status, CollectionId id) {
        Answers.json(request, response, status, Json.line(json -> {
            json.writeStartObject();
            json.writeStringProperty("name", store.settings(id).name());
            json.writeStringProperty("id", id.hex());
            json.writeEndObject();
        }));
    }

    private CollectionId collection(Request request) {
        String name = request.getParameter("name");
        return store.findCollection(name == null ? "" : name).orElseThrow(() -> XsFault.notFound("collection " + name));
    }

    /** Says what it does, and returns why it failed; null: it did not. */
    private interface Work {
        @Nullable
        String run(Steps steps) throws IOException;
    }

    private static void lines(Response response, Work work) throws IOException {
        response.setContentType(Json.LINES);
        Steps steps = new Steps(response.getOutputStream());
        String failure;
        try {
            failure = work.run(steps);
        } catch (StorageException | IOException e) {
            failure = String.valueOf(e.getMessage());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (RuntimeException e) {
            log.error("Unexpected failure while caring for the store", e);
            failure = "unexpected failure; the log has the details";
        }
        steps.end(failure);
    }

    private @Nullable String verify(Steps steps, List<CollectionId> collections) throws IOException {
        Verify.Report report = store.verify(collections, steps);
        report.problems().forEach(steps::say);
        for (CollectionId collection : collections) {
            store.tellDamage(collection);
        }
        steps.say("%,d volumes, %,d blocks, %,d objects read"
                .formatted(report.volumes(), report.blocks(), report.objects()));
        return found(report.problems());
    }

    /** Volumes with less than this part dead are left alone. */
    private static final double LEAST_DEAD = 0.001;

    private @Nullable String compact(Steps steps, CollectionId collection) throws IOException {
        CompactionReport report = store.compact(collection, LEAST_DEAD, steps);
        report.problems().forEach(steps::say);
        steps.say("%,d volumes rewritten, %,d bytes copied, %,d bytes freed"
                .formatted(report.volumes(), report.copiedBytes(), report.freedBytes()));
        return found(report.problems());
    }

    private static @Nullable String found(List<String> problems) {
        return problems.isEmpty() ? null : "%,d problems found".formatted(problems.size());
    }

    private void dump(Request request, Response response) throws IOException {
        CollectionId id = collection(request);
        String volume = request.getParameter("volume");
        if (volume == null || !volume.matches("[0-9]{1,4}")) {
            throw new XsFault(400, "volume: expected a number, found '" + volume + "'");
        }
        response.setContentType("text/plain; charset=UTF-8");
        try (Writer text = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8)) {
            store.dump(id, Integer.parseInt(volume), text);
        }
    }
}
