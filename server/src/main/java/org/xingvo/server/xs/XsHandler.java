package org.xingvo.server.xs;

import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.RequestExecutorProvider;
import org.glassfish.grizzly.http.server.Response;
import org.glassfish.grizzly.threadpool.Threads;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.auth.Caller;
import org.xingvo.dali.http.AsksForBody;
import org.xingvo.ingest.CataloguedWrites;
import org.xingvo.storage.Store;

/**
 * Objects by collection and name: GET, HEAD, PUT, POST, DELETE and OPTIONS. Thread-safe. Small objects that everybody may
 * read are answered on the thread that calls; all else is handed to the workers of the transport if that thread is a
 * selector's.
 */
public final class XsHandler extends HttpHandler implements AsksForBody {
    /** Where this handler is mounted. */
    public static final String MOUNT = "/xs";

    private final Gate gate;
    private final Reading reading;
    private final Writing writing;
    private final Listings listings;
    private final TarIn tarIn;
    private final TarOut tarOut;
    private final QuickReads quick;
    private final RequestExecutorProvider executors;

    /** A door to a store without a catalogue behind a gate. */
    public XsHandler(Store store, Gate gate) {
        this(store, gate, null);
    }

    /**
     * A door to a store behind a gate.
     *
     * @param catalogued takes what is written to catalogued collections; null: there are none
     */
    public XsHandler(Store store, Gate gate, @Nullable CataloguedWrites catalogued) {
        this.gate = gate;
        this.reading = new Reading(store);
        this.writing = new Writing(store, catalogued);
        this.listings = new Listings(store, gate);
        this.tarIn = new TarIn(store, catalogued);
        this.tarOut = new TarOut(store);
        this.quick = new QuickReads(store, gate);
        this.executors = request -> !Threads.isService() || quick.mayAnswer(request)
                ? null
                : request.getContext().getConnection().getTransport().getWorkerThreadPool();
    }

    @Override
    public RequestExecutorProvider getRequestExecutorProvider() {
        return executors;
    }

    @Override
    protected boolean sendAcknowledgment(Request request, Response response) {
        // "100 Continue" is sent when the body is wanted, after all checks.
        return true;
    }

    @Override
    public void service(Request request, Response response) throws Exception {
        Answers.open(response);
        try {
            if (Threads.isService() && quick.answer(request, response)) {
                return;
            }
            serve(request, response);
        } catch (Exception e) {
            Answers.failure(request, response, e);
        }
    }

    private void serve(Request request, Response response) throws Exception {
        String method = request.getMethod().getMethodString();
        Target target = Target.of(request.getRequestURI());
        switch (method) {
            case "GET", "HEAD" -> get(request, response, target);
            case "PUT", "POST", "DELETE" -> change(request, response, target, method);
            case "OPTIONS" -> options(response);
            default -> {
                response.setHeader("Allow", "GET, HEAD, PUT, POST, DELETE, OPTIONS");
                Answers.refuse(request, response, 405, "expected GET, HEAD, PUT, POST, DELETE or OPTIONS");
            }
        }
    }

    private void get(Request request, Response response, Target target) throws Exception {
        Caller caller = gate.caller(request);
        String collection = target.collection();
        if (collection == null) {
            listings.collections(request, response, caller);
            return;
        }
        boolean one = !target.directory() && !target.name().isEmpty();
        Gate.Shelf shelf = one ? gate.readable(collection, target.name(), caller) : gate.readable(collection, caller);
        Query query = Query.of(request);
        if (target.name().isEmpty() && query.has("stat")) {
            listings.stat(request, response, shelf);
        } else if (target.name().isEmpty() && query.has("damages")) {
            listings.damages(request, response, shelf, query);
        } else if (target.directory() || target.name().isEmpty()) {
            String format = query.get("format");
            if (format == null || format.equals("json")) {
                listings.objects(request, response, shelf, target, query);
            } else if (format.equals("tar")) {
                tarOut.send(request, response, gate.givenAway(collection, caller), target, query);
            } else {
                throw new XsFault(400, "format: expected json or tar, found '" + format + "'");
            }
        } else {
            reading.get(request, response, shelf, target);
        }
    }

    private void change(Request request, Response response, Target target, String method) throws Exception {
        Caller caller = gate.caller(request);
        String collection = target.collection();
        if (collection == null) {
            throw new XsFault(405, "expected /xs/COLLECTION/PATH; `xing collection create` makes a collection");
        }
        Gate.Shelf shelf = gate.writable(collection, caller);
        Query query = Query.of(request);
        boolean many = target.name().isEmpty();
        if (!many && target.directory()) {
            throw new XsFault(400, "path: expected the name of an object, found a slash at its end");
        }
        switch (method) {
            case "PUT" -> {
                one(many, "PUT");
                writing.put(request, response, shelf, target, true);
            }
            case "DELETE" -> {
                one(many, "DELETE");
                writing.delete(request, response, shelf, target);
            }
            default -> {
                if (many) {
                    tarIn.receive(request, response, shelf, query);
                } else if (query.has("undelete")) {
                    writing.undelete(request, response, shelf, target);
                } else if (query.has("rename")) {
                    writing.rename(request, response, shelf, target, query.text("rename"));
                } else {
                    writing.put(request, response, shelf, target, false);
                }
            }
        }
    }

    private static void one(boolean many, String method) {
        if (many) {
            throw new XsFault(400, method + ": expected /xs/COLLECTION/PATH, found a collection alone");
        }
    }

    private static void options(Response response) {
        response.setHeader("Allow", "GET, HEAD, PUT, POST, DELETE, OPTIONS");
        response.setHeader("Access-Control-Allow-Methods", "GET, HEAD, PUT, POST, DELETE, OPTIONS");
        response.setHeader(
                "Access-Control-Allow-Headers",
                "Authorization, Content-Type, Digest, If-Match, If-None-Match, If-Modified-Since, Range");
        response.setHeader("Access-Control-Max-Age", "86400");
        Answers.empty(response, 204);
    }
}
