package org.xingvo.tap.db;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;
import org.xingvo.adql.CompiledQuery;
import org.xingvo.tap.row.Tuple;

/**
 * Rows of {@code COPY ... TO STDOUT (FORMAT binary)}: the fast road for many rows. The time limit counts while the
 * database is waited for, not while a slow client is: a thread of its own looks after it, because
 * {@code statement_timeout} counts both.
 */
final class CopyCursor implements RowCursor {
    private static final int SIGNATURE = 11;
    private static final int NOT_WAITING = 0;

    private final ReadTransaction transaction;
    private final Duration timeLimit;
    private final CountDownLatch closed = new CountDownLatch(1);
    /** Since when the database is waited for, by {@link System#nanoTime} and never 0; {@link #NOT_WAITING}. */
    private volatile long waitingSince;

    private final CopyOut copy;
    private final Tuple row;
    private final boolean isLong;
    private byte @Nullable [] message;
    private int at;

    /** Starts the query and waits for its first rows, so that what fails fails here. */
    CopyCursor(ReadTransaction transaction, CompiledQuery query, Duration timeLimit) throws SQLException {
        this.transaction = transaction;
        this.timeLimit = timeLimit;
        this.row = new Tuple(query.columns().size());
        this.isLong = !QueryDatabase.isLimitedToFew(query);
        String sql = "copy (" + query.inlined() + ") to stdout (format binary)";
        waitingSince = now();
        Thread.ofVirtual().name("time-limit").start(this::watch);
        try {
            copy = transaction
                    .connection()
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut(sql);
            byte[] head = copy.readFromCopy();
            if (head == null) {
                throw new SQLException("COPY: expected a head, found the end");
            }
            at = SIGNATURE + Integer.BYTES;
            at += Integer.BYTES + ByteBuffer.wrap(head).getInt(at);
            message = head;
        } catch (SQLException e) {
            closed.countDown();
            throw e;
        } finally {
            waitingSince = NOT_WAITING;
        }
    }

    @Override
    public @Nullable Tuple next() {
        try {
            while (message != null && at >= message.length) {
                message = read();
                at = 0;
            }
            if (message == null || isTrailer(message)) {
                return null;
            }
            at = row.set(message, at);
            return row;
        } catch (SQLException e) {
            throw transaction.fault(e, timeLimit);
        }
    }

    @Override
    public boolean isLong() {
        return isLong;
    }

    /** Ends the query, if there are rows left, and throws away what is on its way. */
    @Override
    public void close() {
        closed.countDown();
        try (transaction) {
            if (copy.isActive()) {
                transaction.interrupt();
                drain();
            }
        }
    }

    /** In place of a row's number of fields the trailer has -1. */
    private boolean isTrailer(byte[] bytes) {
        return bytes[at] < 0;
    }

    private void drain() {
        try {
            while (copy.readFromCopy() != null) {
                // what had been sent before the end was asked for
            }
        } catch (SQLException e) {
            if (!ReadTransaction.CANCELLED.equals(e.getSQLState())) {
                transaction.spoiled(e);
            }
        }
    }

    private byte @Nullable [] read() throws SQLException {
        waitingSince = now();
        try {
            return copy.readFromCopy();
        } finally {
            waitingSince = NOT_WAITING;
        }
    }

    private static long now() {
        return System.nanoTime() | 1;
    }

    private void watch() {
        try {
            long wait = timeLimit.toNanos();
            while (!closed.await(wait, TimeUnit.NANOSECONDS)) {
                long since = waitingSince;
                long waited = since == NOT_WAITING ? 0 : System.nanoTime() - since;
                if (waited >= timeLimit.toNanos()) {
                    transaction.interrupt();
                    return;
                }
                wait = timeLimit.toNanos() - waited;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
