package org.xingvo.vospace.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.dali.http.Callers;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.StoredObject;
import org.xingvo.vospace.node.NodeUri;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.node.VospaceFault.Kind;

/** Answers without the bytes of a node: headers for everybody, and what went wrong. */
final class FileAnswers {
    private static final Logger log = LoggerFactory.getLogger(FileAnswers.class);
    private static final String METHODS = "GET, HEAD, PUT, POST, DELETE, OPTIONS";
    private static final String TEXT = "text/plain; charset=UTF-8";

    private FileAnswers() {}

    static void openToAll(Response response) {
        response.setHeader("Access-Control-Allow-Origin", "*");
        response.setHeader(
                "Access-Control-Expose-Headers",
                "Accept-Ranges, Content-Disposition, Content-Length, Content-Range, Digest, ETag, Last-Modified, "
                        + "Location, Repr-Digest, x-put-txn-id, x-total-length, x-put-segment-minbytes, "
                        + "x-put-segment-maxbytes");
        response.setHeader("X-Content-Type-Options", "nosniff");
    }

    static void options(Response response) {
        response.setStatus(204);
        response.setHeader("Allow", METHODS);
        response.setHeader("Access-Control-Allow-Methods", METHODS);
        response.setHeader(
                "Access-Control-Allow-Headers",
                "Authorization, Content-Digest, Content-Type, Digest, If-Match, If-None-Match, If-Modified-Since, "
                        + "Range, Repr-Digest, x-put-txn-id, x-put-txn-op, x-total-length");
        response.setHeader("Access-Control-Max-Age", "86400");
    }

    static void wrongMethod(Request request, Response response) {
        response.setHeader("Allow", METHODS);
        text(request, response, 405, "expected " + METHODS);
    }

    /** The digests of what is, or was, at the node (RFC 3230, RFC 9530). */
    static void digests(Response response, StoredObject object) {
        Base64.Encoder base64 = Base64.getEncoder();
        String md5 = base64.encodeToString(object.md5());
        response.setHeader("Digest", "md5=" + md5);
        response.setHeader(
                "Repr-Digest", "sha-256=:" + base64.encodeToString(object.sha256()) + ":, md5=:" + md5 + ":");
    }

    static void storage(Request request, Response response, StorageException failure) {
        switch (failure) {
            case StorageException.BodyMismatch e -> text(request, response, 412, "InvalidData " + e.getMessage());
            case StorageException.NoSpace e -> text(request, response, 507, "InternalFault " + e.getMessage());
            case StorageException.TooLarge e ->
                text(request, response, 413, Kind.REQUEST_TOO_LARGE.faultName() + " " + e.getMessage());
            case StorageException.QuotaExceeded e ->
                text(request, response, 413, Kind.QUOTA_EXCEEDED.faultName() + " " + e.getMessage());
            case StorageException.NoSuchObject e -> internal(request, response, e);
            case StorageException.Changed e -> internal(request, response, e);
            case StorageException.ReadOnly e -> internal(request, response, e);
            case StorageException.AlreadyExists e -> internal(request, response, e);
            case StorageException.NoSuchCollection e -> internal(request, response, e);
            case StorageException.Damaged e -> internal(request, response, e);
            case StorageException.Unusable e -> internal(request, response, e);
        }
    }

    private static void internal(Request request, Response response, StorageException failure) {
        log.error("The store failed at {}", request.getRequestURI(), failure);
        text(request, response, 500, "InternalFault the store could not do it");
    }

    static void fault(Request request, Response response, VospaceFault fault, NodeUri uris) {
        boolean mayHelp = request.getHeader("Authorization") == null && fault.kind() == Kind.NODE_NOT_FOUND;
        if (fault.kind() == Kind.NOT_AUTHENTICATED || mayHelp) {
            challenge(response);
        }
        text(request, response, fault.kind().status(), fault.told(uris));
    }

    static void challenge(Response response) {
        for (String challenge : Callers.challenges(FilesHandler.MOUNT)) {
            response.addHeader("WWW-Authenticate", challenge);
        }
    }

    static void text(Request request, Response response, int status, String message) {
        if (response.isCommitted()) {
            return;
        }
        byte[] bytes = (message + "\n").getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType(TEXT);
        response.setContentLengthLong(bytes.length);
        if (request.requiresAcknowledgement()) {
            // The body was never asked for: nobody can say where the next request would begin.
            response.setHeader("Connection", "close");
        }
        if (request.getMethod().getMethodString().equals("HEAD")) {
            return;
        }
        try {
            OutputStream out = response.getOutputStream();
            out.write(bytes);
            if (request.requiresAcknowledgement()) {
                out.close();
                request.getContext().getConnection().closeSilently();
            }
        } catch (IOException e) {
            log.debug("The client did not wait for the error", e);
        }
    }
}
