package org.xingvo.server.preview;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.dali.DaliFault;
import org.xingvo.dali.auth.Caller;
import org.xingvo.dali.auth.Identities;
import org.xingvo.dali.auth.IdentityException;
import org.xingvo.dali.http.BadRequest;
import org.xingvo.dali.http.Callers;
import org.xingvo.dali.http.Conditions;
import org.xingvo.dali.http.RequestPath;
import org.xingvo.ingest.DatasetNames;
import org.xingvo.ingest.preview.Previewer;
import org.xingvo.server.web.Preflight;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.StoredObject;
import org.xingvo.tap.db.DatasetLookup;
import org.xingvo.tap.db.DatasetLookup.Dataset;

/**
 * GET and HEAD of {@code /previews/{collection}/{path}}: a PNG of a file that the caller may see, else 404; the file that
 * cannot be drawn is a 404 that says why. Thread-safe. Must run on threads that may wait.
 */
public final class PreviewHandler extends HttpHandler {
    private static final Logger log = LoggerFactory.getLogger(PreviewHandler.class);

    /** Where this handler is mounted. */
    public static final String MOUNT = "/previews";

    /** The sizes that are made; what is asked for gets the next one. */
    private static final List<Integer> SIZES = List.of(64, 128, 256, Previewer.DEFAULT_SIZE, Previewer.MAX_SIZE);

    private static final int PUBLIC_SECONDS = 300;
    private static final int COME_AGAIN_SECONDS = 5;

    private final Pictures pictures;
    private final DatasetLookup datasets;
    private final Identities identities;
    private final String authority;

    /**
     * A handler for the datasets of one server.
     *
     * @param authority of the datasets' identifiers
     */
    public PreviewHandler(Pictures pictures, DatasetLookup datasets, Identities identities, String authority) {
        this.pictures = pictures;
        this.datasets = datasets;
        this.identities = identities;
        this.authority = authority;
    }

    @Override
    public void service(Request request, Response response) {
        response.setHeader("Access-Control-Allow-Origin", "*");
        response.setHeader("X-Content-Type-Options", "nosniff");
        try {
            String method = request.getMethod().getMethodString();
            switch (method) {
                case "GET", "HEAD" -> get(request, response);
                case "OPTIONS" -> Preflight.answer(response);
                default -> {
                    response.setHeader("Allow", Preflight.METHODS);
                    text(request, response, 405, "expected GET, HEAD or OPTIONS, found " + method);
                }
            }
        } catch (BadRequest e) {
            text(request, response, 400, String.valueOf(e.getMessage()));
        } catch (IdentityException.BadCredentials e) {
            Callers.refuse(response, e, MOUNT);
            text(request, response, e.status(), String.valueOf(e.getMessage()));
        } catch (IdentityException.Unavailable | DaliFault e) {
            log.warn("A preview cannot be looked for: {}", e.getMessage());
            busy(request, response, "the database does not answer");
        } catch (IOException | StorageException e) {
            log.error("A preview cannot be made at {}", request.getRequestURI(), e);
            text(request, response, 500, "the bytes of the file cannot be read");
        } catch (RuntimeException e) {
            log.error("Unexpected failure at {}", request.getRequestURI(), e);
            text(request, response, 500, "unexpected failure; the operator finds it in the log");
        }
    }

    private void get(Request request, Response response) throws IOException {
        RequestPath at = RequestPath.parse(request.getRequestURI().substring(MOUNT.length()));
        int size = size(request.getParameter("size"));
        Caller caller = Callers.of(identities, request);
        Dataset dataset = at.segments().size() < 2 ? null : dataset(at, caller);
        if (dataset != null && !dataset.given()) {
            if (caller.user() == null) {
                challenge(response);
            }
            text(request, response, caller.user() == null ? 401 : 403, "pictures of this collection are for some");
            return;
        }
        StoredObject source = dataset == null ? null : source(at, dataset);
        if (source == null) {
            if (caller.user() == null) {
                challenge(response);
            }
            text(request, response, 404, "there is no preview of " + at.plain());
            return;
        }
        String etag = Pictures.name(source, size).substring(0, 32);
        boolean head = request.getMethod().getMethodString().equals("HEAD");
        Conditions.Verdict verdict = new Conditions(etag, null).judge(head ? "HEAD" : "GET", request::getHeader);
        if (verdict == Conditions.Verdict.FAILED) {
            text(request, response, 412, "the preview is not the one that the condition names");
            return;
        }
        Pictures.Answer answer = pictures.picture(source, size);
        switch (answer) {
            case Pictures.Answer.None(String why) -> text(request, response, 404, why);
            case Pictures.Answer.Busy() -> busy(request, response, "too many previews are being made");
            case Pictures.Answer.Png(byte[] png) -> {
                describe(response, etag, caller);
                if (verdict == Conditions.Verdict.NOT_MODIFIED) {
                    response.setStatus(304);
                    return;
                }
                send(response, png, head);
            }
        }
    }

    private static void describe(Response response, String etag, Caller caller) {
        response.setHeader("ETag", '"' + etag + '"');
        // what nobody in particular may see is everybody's
        response.setHeader(
                "Cache-Control", caller.user() == null ? "public, max-age=" + PUBLIC_SECONDS : "private, no-cache");
        response.setHeader("Vary", "Authorization, Cookie");
    }

    private static void send(Response response, byte[] png, boolean head) throws IOException {
        response.setContentType("image/png");
        response.setContentLengthLong(png.length);
        if (!head) {
            response.getOutputStream().write(png);
        }
    }

    /** The file at a path, if there is one and the caller may see it. */
    private @Nullable Dataset dataset(RequestPath at, Caller caller) {
        String path = String.join("/", at.from(1).segments());
        String did = DatasetNames.publisherDid(authority, at.segments().getFirst(), path);
        return datasets.find(List.of(did), identities.visibilityOf(caller)).get(did);
    }

    /** The bytes of a file, if its collection shows pictures. */
    private @Nullable StoredObject source(RequestPath at, Dataset dataset) throws IOException {
        Optional<StoredObject> source = pictures.source(at.segments().getFirst(), dataset.path());
        byte[] only = dataset.sha256();
        return source.filter(object -> only == null || Arrays.equals(only, object.sha256()))
                .orElse(null);
    }

    private static int size(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return Previewer.DEFAULT_SIZE;
        }
        int asked = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : -1;
        if (asked < 1 || asked > Previewer.MAX_SIZE) {
            throw new BadRequest("size: expected pixels from 1 to " + Previewer.MAX_SIZE + ", found '" + text + "'");
        }
        return SIZES.stream().filter(size -> size >= asked).findFirst().orElse(Previewer.MAX_SIZE);
    }

    private static void challenge(Response response) {
        for (String challenge : Callers.challenges(MOUNT)) {
            response.addHeader("WWW-Authenticate", challenge);
        }
    }

    private static void busy(Request request, Response response, String why) {
        response.setHeader("Retry-After", Integer.toString(COME_AGAIN_SECONDS));
        text(request, response, 503, why);
    }

    private static void text(Request request, Response response, int status, String message) {
        byte[] bytes = (message + "\n").getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType("text/plain; charset=UTF-8");
        response.setContentLengthLong(bytes.length);
        if (request.getMethod().getMethodString().equals("HEAD")) {
            return;
        }
        try {
            response.getOutputStream().write(bytes);
        } catch (IOException e) {
            log.debug("The client did not wait for the answer", e);
        }
    }
}
