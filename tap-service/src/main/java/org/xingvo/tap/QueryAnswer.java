package org.xingvo.tap;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xingvo.adql.CompiledQuery;
import org.xingvo.dali.DaliFault;
import org.xingvo.dali.ResponseFormat;
import org.xingvo.dali.http.PublicUrl;
import org.xingvo.tap.db.RowCursor;
import org.xingvo.tap.db.StatementCancel;
import org.xingvo.tap.result.RowPump;
import org.xingvo.tap.result.TableOutput;
import org.xingvo.tap.turn.Turn;
import org.xingvo.tap.turn.TurnedStream;

/**
 * Runs a compiled query and streams its rows. What fails within {@link TapConfig#patience()} from when the query has a
 * connection fails the request; later the head is on its way, and a failure is told within the document. Formats that have no
 * place for a failure wait for the first row.
 */
public final class QueryAnswer {
    /** Until the database has noticed that a query has had its time. */
    private static final Duration AFTER_LIMIT = Duration.ofSeconds(10);

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
        HttpAnswer answer = answer(request, choice, fileName);
        if (maxrec == 0) {
            return head(request, choice, fileName, RowPump.overflow(0), format);
        }
        if (request.getMethod().equals("HEAD")) {
            return answer.stream(out -> {});
        }
        URI publicUrl = PublicUrl.of(request);
        StatementCancel begin = new StatementCancel();
        CompletableFuture<RowCursor> opening = queries.start(query, publicUrl, begin);
        TapConfig config = queries.config();
        await(
                opening,
                begin,
                tellsFailures(choice) ? config.patience() : config.timeLimit().plus(AFTER_LIMIT));
        Turn turn = queries.turns().turn();
        return answer.by(out -> new TurnedStream(out, turn)).stream(out -> {
            try (turn;
                    TableOutput output = format.apply(out)) {
                stream(opening, output, maxrec, turn);
            }
        });
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

    private static void stream(CompletableFuture<RowCursor> opening, TableOutput output, long maxrec, Turn turn)
            throws IOException {
        boolean taken = false;
        try {
            output.begin();
            output.flush();
            try (RowCursor cursor = opening.join()) {
                taken = true;
                RowPump.pump(cursor, output, maxrec, cursor.isLong() ? turn : Turn.free());
            }
        } catch (java.util.concurrent.CompletionException e) {
            taken = true;
            output.fail(e.getCause() instanceof DaliFault fault ? fault.getMessage() : "The query failed");
        } finally {
            if (!taken) {
                closeWhenOpen(opening);
            }
        }
    }

    private static void closeWhenOpen(CompletableFuture<RowCursor> opening) {
        CompletableFuture<Void> _ = opening.thenAccept(cursor -> cursor.close());
    }

    private static void await(CompletableFuture<RowCursor> opening, StatementCancel begin, Duration patience) {
        try {
            // ends by itself: a pool makes nobody wait for ever
            CompletableFuture.anyOf(begin.begun(), opening).get();
            opening.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // the head goes out first
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closeWhenOpen(opening);
            throw new DaliFault(DaliFault.Kind.OVERLOADED, "The server is stopping", e);
        }
    }
}
