package org.xingvo.dali.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.WriteHandler;
import org.glassfish.grizzly.http.io.NIOOutputStream;
import org.glassfish.grizzly.http.server.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves a body to the socket as fast as the socket takes it. Between two chunks it holds no thread, only one buffer; a
 * reader that takes nothing for a minute is cut off.
 */
public final class BodyPump implements WriteHandler {
    private static final Logger log = LoggerFactory.getLogger(BodyPump.class);

    private static final int CHUNK_BYTES = 64 * 1024;
    private static final int STALL_SECONDS = 60;

    private final Response response;
    private final Connection<?> connection;
    private final NIOOutputStream out;
    private final Body body;
    private final Executor workers;
    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
    private final AtomicBoolean ended = new AtomicBoolean();

    private BodyPump(Response response, Body body, Executor workers) {
        this.response = response;
        this.connection = response.getRequest().getContext().getConnection();
        this.out = response.getNIOOutputStream();
        this.body = body;
        this.workers = workers;
    }

    /** Sends a body whose headers are set; returns at once. The body is closed when it is sent or cannot be. */
    public static void send(Response response, Body body) {
        Executor pool = response.getRequest()
                .getContext()
                .getConnection()
                .getTransport()
                .getWorkerThreadPool();
        BodyPump pump = new BodyPump(response, body, pool == null ? Thread::startVirtualThread : pool);
        response.suspend(STALL_SECONDS, TimeUnit.SECONDS, null, late -> {
            pump.fail(new IOException("the reader took nothing for " + STALL_SECONDS + " s"));
            return true;
        });
        pump.out.notifyCanWrite(pump);
    }

    @Override
    public void onWritePossible() {
        // May come on a selector thread, and the disk may be cold.
        workers.execute(this::pump);
    }

    @Override
    public void onError(Throwable failure) {
        fail(failure);
    }

    private void pump() {
        try {
            do {
                chunk.clear();
                int read = body.read(chunk);
                if (read < 0) {
                    out.close();
                    finish();
                    return;
                }
                out.write(chunk.array(), 0, read);
            } while (out.canWrite());
            response.getSuspendContext().setTimeout(STALL_SECONDS, TimeUnit.SECONDS);
            out.notifyCanWrite(this);
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }

    private void finish() {
        if (ended.compareAndSet(false, true)) {
            body.close();
            response.resume();
        }
    }

    /** Too late for a status: the connection ends before the announced length, which the reader notices. */
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
