package org.xingvo.dali.http;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that a client has gone while its answer is being prepared. The HTTP server does not read from a connection whose
 * request it is at, so it would learn that only when it writes. This looks whether the connection has come to its end, and
 * reads nothing. Thread-safe; one thread looks after all clients.
 */
public final class ClientWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ClientWatch.class);

    private final Selector selector;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean closed;

    public ClientWatch() throws IOException {
        selector = Selector.open();
        thread = Thread.ofPlatform().name("client-watch").daemon().start(this::run);
    }

    /** One client that is looked after; close it before the answer's last byte is sent. Thread-safe. */
    public static final class Watch implements AutoCloseable {
        /** Of a client that nobody looks after. */
        public static final Watch NONE = new Watch(null, () -> {});

        private final @Nullable ClientWatch owner;
        private final Runnable gone;
        private volatile boolean over;
        /** Touched by the watching thread alone. */
        private @Nullable SelectionKey key;

        private Watch(@Nullable ClientWatch owner, Runnable gone) {
            this.owner = owner;
            this.gone = gone;
        }

        @Override
        public void close() {
            if (owner != null && !over) {
                over = true;
                owner.later(this::forget);
            }
        }

        private void forget() {
            if (key != null) {
                key.cancel();
            }
        }
    }

    /**
     * Looks after a client from now on.
     *
     * @param gone run once, on a thread of its own, when the client has closed its connection
     */
    public Watch watch(Client client, Runnable gone) {
        SocketChannel channel = client.channel();
        if (channel == null || closed) {
            return Watch.NONE;
        }
        Watch watch = new Watch(this, gone);
        later(() -> register(channel, watch));
        return watch;
    }

    private void later(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    private void register(SocketChannel channel, Watch watch) {
        if (watch.over) {
            return;
        }
        try {
            if (channel.keyFor(selector) != null) {
                // of the request before on this connection
                selector.selectNow();
            }
            watch.key = channel.register(selector, SelectionKey.OP_READ, watch);
        } catch (ClosedChannelException e) {
            left(watch);
        } catch (IOException | CancelledKeyException e) {
            log.warn("A client cannot be looked after: {}", e.toString());
        }
    }

    private void run() {
        try (selector) {
            while (!closed) {
                selector.select(this::readable);
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
            }
        } catch (IOException e) {
            log.error("Clients that go away are not noticed any more", e);
        }
    }

    /** Either the end is there to be read, or the next request, which is too early: then nothing more can be seen. */
    private void readable(SelectionKey key) {
        key.cancel();
        if (key.attachment() instanceof Watch watch && key.channel() instanceof SocketChannel channel) {
            try {
                if (channel.socket().getInputStream().available() == 0) {
                    left(watch);
                }
            } catch (IOException e) {
                left(watch);
            }
        }
    }

    private static void left(Watch watch) {
        if (!watch.over) {
            watch.over = true;
            Thread.ofVirtual().name("client-gone").start(watch.gone);
        }
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
