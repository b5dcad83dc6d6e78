package org.xingvo.tap;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.xingvo.adql.CompiledQuery;
import org.xingvo.dali.DaliFault;
import org.xingvo.dali.http.Client;
import org.xingvo.dali.http.ClientStream;
import org.xingvo.dali.http.ClientWatch.Watch;
import org.xingvo.tap.db.RowCursor;
import org.xingvo.tap.db.StatementCancel;
import org.xingvo.tap.result.RowPump;
import org.xingvo.tap.result.TableOutput;
import org.xingvo.tap.turn.Places;
import org.xingvo.tap.turn.Turn;
import org.xingvo.tap.turn.TurnedStream;
import org.xingvo.tap.upload.Uploads;

/**
 * One query of a request, from its user's line to the end of its answer. If the client goes away, or takes too little, the
 * query is stopped in the database. One thread at a time; must be closed.
 */
final class RunningQuery implements AutoCloseable {
    /** Most queries have their rows by then, and need no watch over the client. */
    private static final Duration QUICK = Duration.ofMillis(50);

    private final Queries queries;
    private final Traffic traffic;
    private final Client client;
    private final StatementCancel cancel = new StatementCancel();
    private final Turn turn;
    private final Places.Place place;
    private Watch watch = Watch.NONE;
    private volatile @Nullable CompletableFuture<RowCursor> opening;
    private boolean taken;
    private boolean closed;
    private long rows;

    private RunningQuery(Queries queries, Client client, @Nullable String user) {
        this.queries = queries;
        this.traffic = queries.traffic();
        this.client = client;
        this.turn = traffic.turns().turn();
        this.place = user == null ? Places.free() : traffic.places().ask(user);
        traffic.counts().began();
    }

    /**
     * Starts a query and waits for its first rows.
     *
     * @param uploads tables of its own; the caller closes them when this has returned
     * @param user whose queries are counted; null: those of nobody
     * @param patience from when the query has a connection; later the head goes out without rows
     * @throws DaliFault in words for the user
     */
    static RunningQuery start(
            Queries queries,
            CompiledQuery query,
            Uploads uploads,
            URI publicUrl,
            Client client,
            @Nullable String user,
            Duration timeLimit,
            Duration patience) {
        try {
            RunningQuery running = new RunningQuery(queries, client, user);
            boolean started = false;
            try {
                running.begin(query, uploads, publicUrl, timeLimit, patience);
                started = true;
                return running;
            } finally {
                if (!started) {
                    running.close();
                }
            }
        } catch (DaliFault e) {
            queries.traffic().counts().failed(e.kind());
            throw e;
        }
    }

    /** The way of the answer to the client. */
    OutputStream way(OutputStream out) {
        return new TurnedStream(new ClientStream(out, client, queries.config().slowest(), traffic.counts()), turn);
    }

    /** Writes all of the answer. */
    void stream(TableOutput output, long maxrec) throws IOException {
        output.begin();
        output.flush();
        try (RowCursor cursor = opened().join()) {
            taken = true;
            if (cursor.isLong()) {
                watch();
            }
            RowPump.Outcome outcome = RowPump.pump(cursor, output, maxrec, cursor.isLong() ? turn : Turn.free());
            rows = outcome.rows();
            if (outcome.fault() != null) {
                traffic.counts().failed(outcome.fault().kind());
            }
        } catch (CompletionException e) {
            taken = true;
            DaliFault fault = e.getCause() instanceof DaliFault known
                    ? known
                    : new DaliFault(DaliFault.Kind.FATAL, "The query failed", e);
            traffic.counts().failed(fault.kind());
            output.fail(fault.getMessage());
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        watch.close();
        turn.close();
        CompletableFuture<RowCursor> begun = opening;
        if (!taken && begun != null) {
            cancel.cancel();
            CompletableFuture<Void> _ = begun.thenAccept(RowCursor::close);
        }
        place.close();
        traffic.counts().ended(rows);
    }

    private void begin(CompiledQuery query, Uploads uploads, URI publicUrl, Duration timeLimit, Duration patience) {
        try {
            if (!place.isGiven()) {
                watch();
                place.await();
            }
            opening = queries.start(query, uploads, publicUrl, timeLimit, cancel);
            if (!isOpen(QUICK)) {
                watch();
                // ends by itself: a pool makes nobody wait for ever
                CompletableFuture.anyOf(cancel.begun(), opened()).get();
                boolean _ = isOpen(patience);
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DaliFault(DaliFault.Kind.OVERLOADED, "The server is stopping", e);
        }
    }

    private boolean isOpen(Duration within) throws InterruptedException, ExecutionException {
        try {
            opened().get(within.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private CompletableFuture<RowCursor> opened() {
        CompletableFuture<RowCursor> begun = opening;
        if (begun == null) {
            throw new IllegalStateException("the query was not started");
        }
        return begun;
    }

    private void watch() {
        if (watch == Watch.NONE) {
            watch = traffic.clients().watch(client, this::gone);
        }
    }

    /** On another thread. */
    private void gone() {
        traffic.counts().left();
        cancel.cancel();
        place.giveUp();
        CompletableFuture<RowCursor> waitedFor = opening;
        if (waitedFor != null) {
            // it may still wait for a connection
            boolean _ =
                    waitedFor.completeExceptionally(new DaliFault(DaliFault.Kind.OVERLOADED, "The query was stopped"));
        }
    }
}
