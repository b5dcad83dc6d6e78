package org.xingvo.server.xs;

import java.io.IOException;
import java.io.OutputStream;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.dali.auth.IdentityException;
import org.xingvo.dali.http.BadRequest;
import org.xingvo.dali.http.Callers;
import org.xingvo.ingest.load.CatalogueException;
import org.xingvo.storage.StorageException;

/** Answers that are not bytes of objects: JSON documents and refusals. */
final class Answers {
    private static final Logger log = LoggerFactory.getLogger(Answers.class);

    private Answers() {}

    /** The headers of every answer. */
    static void open(Response response) {
        response.setHeader("Access-Control-Allow-Origin", "*");
        response.setHeader("X-Content-Type-Options", "nosniff");
    }

    static void json(Request request, Response response, int status, byte[] document) {
        if (response.isCommitted()) {
            return;
        }
        status(response, status);
        response.setContentType(Json.CONTENT_TYPE);
        response.setContentLengthLong(document.length);
        boolean unread = request.requiresAcknowledgement();
        if (unread) {
            // The body was never asked for: nobody can say where the next request would begin.
            response.setHeader("Connection", "close");
        }
        if (request.getMethod().getMethodString().equals("HEAD")) {
            return;
        }
        try {
            OutputStream out = response.getOutputStream();
            out.write(document);
            if (unread) {
                out.close();
                request.getContext().getConnection().closeSilently();
            }
        } catch (IOException e) {
            log.debug("The client did not wait for the answer", e);
        }
    }

    /** Sets a status with the words that belong to it; the HTTP library lacks some. */
    static void status(Response response, int status) {
        switch (status) {
            case 207 -> response.setStatus(status, "Multi-Status");
            case 507 -> response.setStatus(status, "Insufficient Storage");
            default -> response.setStatus(status);
        }
    }

    static void refuse(Request request, Response response, int status, String message) {
        json(request, response, status, Json.line(json -> {
            json.writeStartObject();
            json.writeNumberProperty("status", status);
            json.writeStringProperty("error", message);
            json.writeEndObject();
        }));
    }

    static void empty(Response response, int status) {
        response.setStatus(status);
        if (status != 204 && status != 304) {
            response.setContentLengthLong(0);
        }
    }

    /** Turns what went wrong into a status and one sentence. */
    static void failure(Request request, Response response, Exception failure) throws IOException {
        String sentence = String.valueOf(failure.getMessage());
        switch (failure) {
            case XsFault fault -> {
                if (fault.status() == 401 || (fault.status() == 404 && request.getHeader("Authorization") == null)) {
                    challenge(response);
                }
                if (fault.status() == 405) {
                    response.setHeader("Allow", "GET, HEAD, OPTIONS");
                }
                refuse(request, response, fault.status(), sentence);
            }
            case BadRequest bad -> refuse(request, response, 400, sentence);
            case IdentityException.BadCredentials bad -> {
                Callers.refuse(response, bad, XsHandler.MOUNT);
                refuse(request, response, bad.status(), sentence);
            }
            case IdentityException.Unavailable gone -> {
                log.warn("Nobody can say who may see what: {}", sentence);
                response.setHeader("Retry-After", "5");
                refuse(request, response, 503, "the database of users does not answer");
            }
            case CatalogueException gone -> {
                log.warn("A file cannot be announced to the catalogue: {}", sentence);
                response.setHeader("Retry-After", "5");
                refuse(request, response, 503, "the catalogue does not answer; nothing was changed");
            }
            case StorageException refused -> {
                int status = status(refused);
                if (status == 500) {
                    forgetObject(response);
                }
                refuse(request, response, status, sentence);
            }
            case IllegalArgumentException wrong -> refuse(request, response, 400, sentence);
            case IOException io -> {
                // The client went away, or the disk did; the first is everyday.
                log.debug("A request ended early", io);
                if (response.isCommitted()) {
                    throw io;
                }
                forgetObject(response);
                refuse(request, response, 500, "the bytes could not be moved");
            }
            default -> {
                log.error("Unexpected failure at {}", request.getRequestURI(), failure);
                refuse(request, response, 500, "unexpected failure; the operator finds it in the log");
            }
        }
    }

    /** The headers tell of bytes that are not sent after all, of their coding among others. */
    private static void forgetObject(Response response) {
        if (!response.isCommitted()) {
            response.reset();
            open(response);
        }
    }

    static int status(StorageException failure) {
        return switch (failure) {
            case StorageException.AlreadyExists e -> 409;
            case StorageException.ReadOnly e -> 409;
            case StorageException.NoSuchCollection e -> 404;
            case StorageException.NoSuchObject e -> 404;
            case StorageException.BodyMismatch e -> 412;
            case StorageException.Changed e -> 412;
            case StorageException.QuotaExceeded e -> 413;
            case StorageException.TooLarge e -> 413;
            case StorageException.NoSpace e -> 507;
            case StorageException.Damaged e -> 500;
            case StorageException.Unusable e -> 500;
        };
    }

    private static void challenge(Response response) {
        for (String challenge : Callers.challenges(XsHandler.MOUNT)) {
            response.addHeader("WWW-Authenticate", challenge);
        }
    }
}
