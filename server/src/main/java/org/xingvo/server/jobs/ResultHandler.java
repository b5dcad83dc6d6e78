package org.xingvo.server.jobs;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.dali.DaliFault;
import org.xingvo.dali.DaliFault.Kind;
import org.xingvo.dali.ErrorDocument;
import org.xingvo.dali.auth.Identities;
import org.xingvo.dali.auth.IdentityException;
import org.xingvo.dali.http.AcceptEncoding;
import org.xingvo.dali.http.BadRequest;
import org.xingvo.dali.http.Body;
import org.xingvo.dali.http.Callers;
import org.xingvo.dali.http.ContentDisposition;
import org.xingvo.dali.http.Representation;
import org.xingvo.dali.uws.Job;
import org.xingvo.dali.uws.Jobs;
import org.xingvo.server.web.Preflight;
import org.xingvo.storage.ByteRange;
import org.xingvo.storage.ObjectReader;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.StoredObject;

/**
 * GET and HEAD of the results of jobs, and of files that were sent with them: ranges, conditions, gzip if it is asked for.
 * Asks the database once, which job it is, and waits for no query. Thread-safe. Must run on threads that may wait.
 */
public final class ResultHandler extends HttpHandler {
    private static final Logger log = LoggerFactory.getLogger(ResultHandler.class);
    private static final int SMALL_BYTES = 1400;

    private final Jobs jobs;
    private final StoredJobFiles files;
    private final Identities identities;
    private final Pattern path;

    public ResultHandler(Jobs jobs, StoredJobFiles files, Identities identities) {
        this.jobs = jobs;
        this.files = files;
        this.identities = identities;
        this.path =
                Pattern.compile("/" + Pattern.quote(jobs.list().path()) + "/([^/]+)/(results|parameters)/([^/]+)/?");
    }

    /** True for the paths that this handler answers. */
    public boolean takes(String requestPath) {
        return path.matcher(requestPath).matches();
    }

    /** A file of a job. */
    private record Found(String file, String mediaType, String fileName) {}

    @Override
    public void service(Request request, Response response) {
        response.setHeader("Access-Control-Allow-Origin", "*");
        response.setHeader(
                "Access-Control-Expose-Headers",
                "Accept-Ranges, Content-Disposition, Content-Length, Content-Range, ETag, Last-Modified");
        response.setHeader("X-Content-Type-Options", "nosniff");
        try {
            String method = request.getMethod().getMethodString();
            switch (method) {
                case "GET", "HEAD" -> get(request, response);
                case "OPTIONS" -> Preflight.answer(response);
                default -> {
                    response.setHeader("Allow", Preflight.METHODS);
                    refuse(request, response, 405, "Expected GET, HEAD or OPTIONS, found " + method);
                }
            }
        } catch (BadRequest e) {
            refuse(request, response, 400, String.valueOf(e.getMessage()));
        } catch (IdentityException.BadCredentials e) {
            if (e.retryAfterSeconds() > 0) {
                response.setHeader("Retry-After", Long.toString(e.retryAfterSeconds()));
            }
            refuse(request, response, e.status(), String.valueOf(e.getMessage()));
        } catch (IdentityException.Unavailable e) {
            refuse(request, response, 503, "The database of users does not answer; come again later");
        } catch (DaliFault e) {
            refuse(request, response, e.kind().status(), e.getMessage());
        } catch (Representation.Refused e) {
            refuse(request, response, e.status(), e.getMessage());
        } catch (IOException | StorageException e) {
            log.error("A result cannot be read at {}", request.getRequestURI(), e);
            refuse(request, response, 500, "The bytes of the result cannot be read");
        } catch (RuntimeException e) {
            log.error("Unexpected failure at {}", request.getRequestURI(), e);
            refuse(request, response, 500, "Unexpected failure; the operator finds it in the log");
        }
    }

    private void get(Request request, Response response) throws IOException {
        Matcher at = path.matcher(request.getRequestURI());
        if (!at.matches()) {
            throw new DaliFault(Kind.NOT_FOUND, "Result: expected the name of one, found none");
        }
        // Whose job it is, is what matters here; from where it is asked matters for lists alone
        Jobs.Asker asker = new Jobs.Asker(Callers.of(identities, request), request.getRemoteAddr());
        Job job = jobs.find(asker, at.group(1));
        String value = at.group(2).equals("parameters") ? value(job, at.group(3)) : null;
        if (value != null) {
            text(request, response, value);
            return;
        }
        Found found = at.group(2).equals("results") ? result(job, at.group(3)) : parameter(job, at.group(3));
        ObjectReader reader = files.open(found.file())
                .orElseThrow(() -> new DaliFault(Kind.NOT_FOUND, "The bytes of the result are gone"));
        send(request, response, found, reader);
    }

    private static Found result(Job job, String name) {
        return job.result(name)
                .map(result -> new Found(result.file(), result.mediaType(), result.fileName()))
                .orElseThrow(() -> new DaliFault(Kind.NOT_FOUND, missing(job)));
    }

    /** Some clients ask for the result whatever the phase, and show what they are told here. */
    private static String missing(Job job) {
        if (job.error() != null) {
            return job.error().message();
        }
        return job.results().isEmpty()
                ? "Job %s: it is %s, without results".formatted(job.id(), job.phase())
                : "Job %s: it has no result of this name".formatted(job.id());
    }

    /** Of a parameter that was not sent as a file; null: there is none of this name. */
    private static @Nullable String value(Job job, String name) {
        return job.parameters().stream()
                .filter(each -> each.file() == null && each.name().equalsIgnoreCase(name))
                .map(Job.JobParameter::value)
                .findFirst()
                .orElse(null);
    }

    private static void text(Request request, Response response, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        response.setContentType("text/plain;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setContentLengthLong(bytes.length);
        if (!request.getMethod().getMethodString().equals("HEAD")) {
            response.getOutputStream().write(bytes);
        }
    }

    private static Found parameter(Job job, String name) {
        return job.parameters().stream()
                .map(Job.JobParameter::file)
                .filter(file -> file != null && file.endsWith("/" + name))
                .findFirst()
                .map(file -> new Found(file, "application/octet-stream", name))
                .orElseThrow(
                        () -> new DaliFault(Kind.NOT_FOUND, "Job %s: it has no file of this name".formatted(job.id())));
    }

    private static void send(Request request, Response response, Found found, ObjectReader reader) throws IOException {
        StoredObject object = reader.object();
        boolean gzip = request.getHeader("Range") == null
                && object.sizeBytes() > SMALL_BYTES
                && AcceptEncoding.names(request.getHeader("Accept-Encoding"), "gzip");
        Representation bytes = new Representation(
                new Body.Source(reader::read, reader::close),
                object.sizeBytes(),
                found.mediaType(),
                gzip ? object.etag() + "-gzip" : object.etag(),
                object.stored());
        bytes.describe(response);
        describe(response, found);
        if (!gzip) {
            bytes.send(request, response);
            return;
        }
        try (reader) {
            if (bytes.proceeds(request, response)) {
                response.setHeader("Content-Encoding", "gzip");
                if (!request.getMethod().getMethodString().equals("HEAD")) {
                    zipped(response, reader);
                }
            }
        }
    }

    private static void describe(Response response, Found found) {
        response.setHeader("Cache-Control", "private, no-cache");
        response.setHeader("Vary", "Accept-Encoding, Authorization, Cookie");
        response.setHeader("Content-Disposition", ContentDisposition.attachment(found.fileName()));
    }

    private static void zipped(Response response, ObjectReader reader) throws IOException {
        try (InputStream in = reader.stream(new ByteRange(0, reader.object().sizeBytes()));
                OutputStream out = new GZIPOutputStream(response.getOutputStream(), 64 << 10)) {
            in.transferTo(out);
        }
    }

    private static void refuse(Request request, Response response, int status, @Nullable String message) {
        if (response.isCommitted()) {
            return;
        }
        byte[] document = ErrorDocument.of(Optional.ofNullable(message).orElse(""));
        response.setStatus(status);
        if (status == 401) {
            Callers.challenges(request.getRequestURI())
                    .forEach(challenge -> response.addHeader("WWW-Authenticate", challenge));
        }
        if (status == 503) {
            response.setHeader("Retry-After", "5");
        }
        response.setContentType(ErrorDocument.CONTENT_TYPE);
        response.setContentLengthLong(document.length);
        if (request.getMethod().getMethodString().equals("HEAD")) {
            return;
        }
        try {
            response.getOutputStream().write(document);
        } catch (IOException e) {
            log.debug("The client did not wait for the answer", e);
        }
    }
}
