package org.xingvo.dali.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.EmptyCompletionHandler;
import org.glassfish.grizzly.WriteResult;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.http.server.Response;
import org.glassfish.grizzly.memory.Buffers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves a body to the socket as fast as the socket takes it: read into a direct buffer, written from it, by nothing else.
 * While the socket takes no more it holds no thread, only the buffer; a reader that takes nothing for a minute is cut
 * off. Reads, so that checksums are checked, and on threads that may wait, for the disk may be cold. That is for HTTP/1.1,
 * whose bodies of known length are bare bytes; over HTTP/2, which has frames and windows, the thread waits.
 */
public final class BodyPump {
    private static final Logger log = LoggerFactory.getLogger(BodyPump.class);

    private static final int SMALL_BYTES = 64 << 10;
    private static final int STALL_SECONDS = 60;

    /** Where a write is. */
    private enum Turn {
        /** Begun by the pump, which has not yet looked whether it has ended. */
        WRITING,
        /** The socket takes no more for now; whoever ends the write goes on with the pump. */
        WAITING,
        WRITTEN
    }

    private final Response response;
    private final FilterChainContext context;
    private final Connection<?> connection;
    private final Body body;
    private final Executor workers;
    private final ByteBuffer chunk = DirectBuffers.take();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicReference<Turn> turn = new AtomicReference<>(Turn.WRITTEN);
    /** The chunk has bytes that were not written. */
    private boolean filled;

    @SuppressWarnings("rawtypes") // as Grizzly's write has it
    private final EmptyCompletionHandler<WriteResult> onWrite = new EmptyCompletionHandler<>() {
        @Override
        public void completed(WriteResult result) {
            if (!turn.compareAndSet(Turn.WRITING, Turn.WRITTEN)) {
                // May come on a selector's thread.
                workers.execute(BodyPump.this::pump);
            }
        }

        @Override
        public void failed(Throwable failure) {
            fail(failure);
        }

        @Override
        public void cancelled() {
            fail(new IOException("the write was cancelled"));
        }
    };

    private BodyPump(Response response, Body body, Executor workers) {
        this.response = response;
        this.context = response.getRequest().getContext();
        this.connection = context.getConnection();
        this.body = body;
        this.workers = workers;
    }

    /**
     * Sends a body whose headers are set, its length among them; over HTTP/1.1 returns at once. The body is closed when
     * it is sent or cannot be. Must be called on a thread that may wait.
     *
     * @throws IOException the first bytes, up to 256 KiB, cannot be read: nothing was sent, another answer is possible
     */
    public static void send(Response response, Body body) throws IOException {
        boolean framed = Client.shares(response.getRequest());
        if (framed || body.length() <= SMALL_BYTES) {
            try (body) {
                copy(body, response, framed);
            }
            return;
        }
        Executor pool = response.getRequest()
                .getContext()
                .getConnection()
                .getTransport()
                .getWorkerThreadPool();
        BodyPump pump = new BodyPump(response, body, pool == null ? Thread::startVirtualThread : pool);
        pump.readFirst();
        response.suspend(STALL_SECONDS, TimeUnit.SECONDS, null, late -> {
            pump.fail(new IOException("the reader took nothing for " + STALL_SECONDS + " s"));
            return true;
        });
        try {
            response.flush();
        } catch (IOException | RuntimeException e) {
            pump.fail(e);
            return;
        }
        pump.pump();
    }

    private static void copy(Body body, Response response, boolean framed) throws IOException {
        ByteBuffer some = ByteBuffer.allocate((int) Math.min(body.length(), SMALL_BYTES));
        OutputStream out = framed
                ? new ClientStream(
                        response.getOutputStream(),
                        Client.of(response.getRequest().getRemoteAddr(), response.getRequest()),
                        SlowestClient.STANDARD,
                        ClientStream.Listener.NONE)
                : response.getOutputStream();
        for (long left = body.length(); left > 0; left -= some.position()) {
            some.clear().limit((int) Math.min(left, SMALL_BYTES));
            while (some.hasRemaining() && body.read(some) >= 0) {
                // on
            }
            if (some.position() == 0) {
                return;
            }
            out.write(some.array(), 0, some.position());
        }
    }

    private void readFirst() throws IOException {
        boolean read = false;
        try {
            fill();
            read = true;
        } finally {
            if (!read) {
                body.close();
                DirectBuffers.give(chunk);
            }
        }
    }

    private void fill() throws IOException {
        chunk.clear();
        while (chunk.hasRemaining() && body.read(chunk) >= 0) {
            // on
        }
        filled = true;
    }

    @SuppressWarnings("ThreadPriorityCheck") // for fairness alone; without it all is right, too
    private void pump() {
        try {
            do {
                // A virtual thread is never put off by others: who reads fast would have the processor until the end.
                Thread.yield();
                if (!filled) {
                    fill();
                }
                filled = false;
                if (chunk.position() == 0) {
                    finish();
                    return;
                }
                chunk.flip();
                response.getSuspendContext().setTimeout(STALL_SECONDS, TimeUnit.SECONDS);
                turn.set(Turn.WRITING);
                context.write(Buffers.wrap(context.getMemoryManager(), chunk), onWrite);
            } while (!turn.compareAndSet(Turn.WRITING, Turn.WAITING));
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }

    private void finish() {
        if (ended.compareAndSet(false, true)) {
            body.close();
            DirectBuffers.give(chunk);
            response.resume();
        }
    }

    /**
     * Too late for a status: the connection ends before the announced length, which the reader notices. The buffer is
     * left to the collector, somebody may still be at it.
     */
    private void fail(Throwable failure) {
        if (ended.compareAndSet(false, true)) {
            log.debug("A download ended early: {}", failure.toString());
            body.close();
            connection.closeSilently();
            if (response.isSuspended()) {
                response.resume();
            }
        }
    }
}
