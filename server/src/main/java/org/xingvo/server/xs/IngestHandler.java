package org.xingvo.server.xs;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.dali.auth.Caller;
import org.xingvo.ingest.IngestException;
import org.xingvo.ingest.IngestRequest;
import org.xingvo.ingest.Progress;
import org.xingvo.ingest.PublishReport;
import org.xingvo.ingest.Rehearsal;
import org.xingvo.storage.StorageException;
import tools.jackson.core.JsonGenerator;

/**
 * Folders of the server's machine into collections, for operators: POST with {@code dir} (once or more), {@code
 * collection}, {@code collections}, {@code since}, {@code delete} and {@code dry-run}. Answers with a line of JSON for
 * every step and the report as the last one; a client that goes away ends the run after the files that are begun. A
 * changed description is applied the same way, with {@code yaml} and {@code file}. The command line is its client.
 * Thread-safe.
 */
public final class IngestHandler extends HttpHandler {
    /** Where this handler is mounted. */
    public static final String MOUNT = "/ingest";

    /** Where a changed description is applied. */
    public static final String DESCRIPTION = MOUNT + "/description";

    private static final Logger log = LoggerFactory.getLogger(IngestHandler.class);

    private final Gate gate;
    private final Ingest ingest;

    /** What ingests. */
    public interface Ingest {
        PublishReport run(IngestRequest request, Progress progress);

        void rehearse(IngestRequest request, Progress progress, Rehearsal.Receiver receiver);

        /** Applies a description to what its collection holds; returns what it changed, in words. */
        String describe(String yaml, String file, Progress progress);
    }

    public IngestHandler(Gate gate, Ingest ingest) {
        this.gate = gate;
        this.ingest = ingest;
    }

    @Override
    public void service(Request request, Response response) throws Exception {
        Answers.open(response);
        try {
            Caller caller = gate.caller(request);
            if (!caller.operator() || !caller.writes()) {
                throw new XsFault(caller.user() == null ? 401 : 403, "expected the token of an operator");
            }
            if (!request.getMethod().getMethodString().equals("POST")) {
                throw new XsFault(405, "expected POST");
            }
            if (request.getRequestURI().equals(DESCRIPTION)) {
                String yaml = request.getParameter("yaml");
                String file = request.getParameter("file");
                if (yaml == null) {
                    throw new XsFault(400, "yaml: expected a description, found none");
                }
                response.setContentType(Json.LINES);
                work(
                        new Lines(response.getOutputStream()),
                        lines -> lines.changed(ingest.describe(yaml, file == null ? "description" : file, lines)));
                return;
            }
            IngestRequest what = wanted(request);
            boolean dry = flag(request, "dry-run");
            response.setContentType(Json.LINES);
            work(new Lines(response.getOutputStream()), lines -> {
                if (dry) {
                    ingest.rehearse(what, lines, lines);
                    lines.line(json -> json.writeStringProperty("end", "done"));
                } else {
                    lines.report(ingest.run(what, lines));
                }
            });
        } catch (IngestException e) {
            Answers.refuse(request, response, 400, String.valueOf(e.getMessage()));
        } catch (Exception e) {
            Answers.failure(request, response, e);
        }
    }

    private static void work(Lines lines, Consumer<Lines> what) {
        try {
            what.accept(lines);
        } catch (IngestException | StorageException e) {
            lines.line(json -> json.writeStringProperty("error", String.valueOf(e.getMessage())));
        } catch (UncheckedIOException e) {
            log.info("Whoever asked for an ingest went away: {}", e.getMessage());
        } catch (RuntimeException e) {
            log.error("Unexpected failure while ingesting", e);
            lines.line(json -> json.writeStringProperty("error", "unexpected failure; the log has the details"));
        }
    }

    private static IngestRequest wanted(Request request) {
        String[] directories = request.getParameterValues("dir");
        if (directories == null || directories.length == 0) {
            throw new XsFault(400, "dir: expected at least one folder, found none");
        }
        List<Path> paths = Arrays.stream(directories).map(Path::of).toList();
        paths.forEach(path -> absolute("dir", path));
        String collections = request.getParameter("collections");
        String since = request.getParameter("since");
        try {
            return new IngestRequest(
                    request.getParameter("collection"),
                    paths,
                    since == null ? null : Instant.parse(since),
                    flag(request, "delete"),
                    collections == null ? null : absolute("collections", Path.of(collections)));
        } catch (DateTimeParseException e) {
            throw new XsFault(400, "since: expected a time such as 2026-01-31T00:00:00Z, found '" + since + "'");
        }
    }

    private static Path absolute(String name, Path path) {
        if (!path.isAbsolute()) {
            throw new XsFault(400, name + ": expected an absolute path, found '" + path + "'");
        }
        return path;
    }

    private static boolean flag(Request request, String name) {
        return "true".equals(request.getParameter(name));
    }

    /** The answer, line by line. One thread at a time. */
    private static final class Lines implements Progress, Rehearsal.Receiver {
        private static final long EVERY_NANOS = 200_000_000;

        private final OutputStream out;
        private long told;
        private boolean gone;

        Lines(OutputStream out) {
            this.out = out;
        }

        @Override
        public void begin(Phase phase, long total) {
            step(json -> {
                json.writeStringProperty("phase", phase.name().toLowerCase(Locale.ROOT));
                json.writeNumberProperty("total", total);
            });
        }

        @Override
        public void advance(long done) {
            long now = System.nanoTime();
            if (now - told > EVERY_NANOS) {
                told = now;
                step(json -> json.writeNumberProperty("done", done));
            }
        }

        @Override
        public boolean stopRequested() {
            return gone;
        }

        @Override
        public void file(Rehearsal.Fate fate, String path, @Nullable String detail) {
            line(json -> {
                json.writeStringProperty("fate", fate.name().toLowerCase(Locale.ROOT));
                json.writeStringProperty("path", path);
                if (detail != null) {
                    json.writeStringProperty("detail", detail);
                }
            });
        }

        void report(PublishReport report) {
            line(json -> {
                json.writeStringProperty("report", report.line());
                json.writeNumberProperty("run", report.run());
                json.writeNumberProperty("refused", report.refused());
                json.writeStringProperty("reasons", report.reasonsLine());
                json.writeBooleanProperty("complete", report.complete());
                json.writeArrayPropertyStart("notes");
                report.notes().forEach(json::writeString);
                json.writeEndArray();
            });
        }

        void changed(String words) {
            line(json -> json.writeStringProperty("changed", words));
        }

        /** A client that went away stops the run in order, not by a failure. */
        private void step(Consumer<JsonGenerator> properties) {
            if (!gone) {
                try {
                    line(properties);
                } catch (UncheckedIOException e) {
                    gone = true;
                }
            }
        }

        void line(Consumer<JsonGenerator> properties) {
            try {
                out.write(Json.line(json -> {
                    json.writeStartObject();
                    properties.accept(json);
                    json.writeEndObject();
                }));
                out.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
