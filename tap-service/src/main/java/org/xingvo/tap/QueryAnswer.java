package org.xingvo.tap;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.adql.CompiledQuery;
import org.xingvo.dali.ResponseFormat;
import org.xingvo.dali.auth.Caller;
import org.xingvo.dali.http.Callers;
import org.xingvo.dali.http.Client;
import org.xingvo.dali.http.PublicUrl;
import org.xingvo.tap.result.RowPump;
import org.xingvo.tap.result.TableOutput;
import org.xingvo.tap.upload.Uploads;

/**
 * Runs a compiled query and streams its rows. What fails within {@link TapConfig#patience()} from when the query has a
 * connection fails the request; later the head is on its way, and a failure is told within the document. Formats that have no
 * place for a failure wait for the first row.
 */
public final class QueryAnswer {
    /** Until the database has noticed that a query has had its time. */
    private static final Duration AFTER_LIMIT = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(QueryAnswer.class);

    private final Queries queries;

    public QueryAnswer(Queries queries) {
        this.queries = queries;
    }

    /**
     * The answer to a request.
     *
     * @param maxrec rows to be written at most; 0: the head only, nothing is run
     * @param fileName without its end
     */
    public Response of(
            ContainerRequestContext request,
            CompiledQuery query,
            long maxrec,
            ResponseFormat.Choice choice,
            String fileName,
            Function<OutputStream, TableOutput> format) {
        try (Uploads none = Uploads.none()) {
            return of(request, query, none, maxrec, choice, fileName, format);
        }
    }

    /** The same for a query with tables of its own; the caller closes them when this has returned. */
    Response of(
            ContainerRequestContext request,
            CompiledQuery query,
            Uploads uploads,
            long maxrec,
            ResponseFormat.Choice choice,
            String fileName,
            Function<OutputStream, TableOutput> format) {
        HttpAnswer answer = answer(request, choice, fileName);
        if (maxrec == 0) {
            return head(request, choice, fileName, RowPump.overflow(0), format);
        }
        if (request.getMethod().equals("HEAD")) {
            return answer.stream(out -> {});
        }
        TapConfig config = queries.config();
        Caller caller = Callers.of(request);
        Duration timeLimit = config.limitsOf(caller).timeLimit();
        Client client = Client.of(request);
        RunningQuery running = RunningQuery.start(
                queries,
                query,
                uploads,
                PublicUrl.of(request),
                client,
                user(caller, request),
                timeLimit,
                tellsFailures(choice) ? config.patience() : timeLimit.plus(AFTER_LIMIT));
        return answer.by(running::way).stream(out -> {
            try (running;
                    TableOutput output = format.apply(out)) {
                running.stream(output, maxrec);
            } catch (IOException e) {
                client.cut();
                throw e;
            } catch (RuntimeException e) {
                LOG.error("An answer broke off", e);
                client.cut();
                throw e;
            }
        });
    }

    /** Whom a query is counted for: anonymous callers share what their machine has; null: an operator's are not counted. */
    private static @Nullable String user(Caller caller, ContainerRequestContext request) {
        if (caller.operator()) {
            return null;
        }
        return caller.user() == null ? "at " + Callers.addressOf(request) : "user " + caller.user();
    }

    /**
     * The answer without rows; nothing is run.
     *
     * @param overflow DALI 1.1, section 3.4.4, wants it for MAXREC=0; null: none
     */
    public Response head(
            ContainerRequestContext request,
            ResponseFormat.Choice choice,
            String fileName,
            @Nullable String overflow,
            Function<OutputStream, TableOutput> format) {
        return answer(request, choice, fileName).stream(out -> {
            try (TableOutput output = format.apply(out)) {
                output.begin();
                output.end(overflow);
            }
        });
    }

    private static boolean tellsFailures(ResponseFormat.Choice choice) {
        return choice.format().mediaType().contains("votable");
    }

    private static HttpAnswer answer(ContainerRequestContext request, ResponseFormat.Choice choice, String fileName) {
        return new HttpAnswer(request)
                .type(choice.contentType())
                .fileName(fileName + "." + choice.format().suffix());
    }
}
