package org.xingvo.dali.http;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to a client that is held to {@link SlowestClient}: only the time counts during which it was waited for, not that
 * of the query. One thread at a time.
 */
public final class ClientStream extends FilterOutputStream {
    private static final Logger log = LoggerFactory.getLogger(ClientStream.class);

    private final Client client;
    private final SlowestClient slowest;
    private final Listener listener;
    private final LongSupplier nanos;
    private long taken;
    private long waitedNanos;
    private boolean isCut;

    /** Told what becomes of the bytes; thread-safe. */
    public interface Listener {
        /** Nobody is told. */
        Listener NONE = new Listener() {
            @Override
            public void sent(long bytes) {}

            @Override
            public void cut() {}
        };

        void sent(long bytes);

        /** The client was cut off. */
        void cut();
    }

    public ClientStream(OutputStream out, Client client, SlowestClient slowest, Listener listener) {
        this(out, client, slowest, listener, System::nanoTime);
    }

    ClientStream(OutputStream out, Client client, SlowestClient slowest, Listener listener, LongSupplier nanos) {
        super(out);
        this.nanos = nanos;
        this.client = client;
        this.slowest = slowest;
        this.listener = listener;
        client.patience(slowest.window());
    }

    /** What a client is sent waits for it. */
    @FunctionalInterface
    private interface Sending {
        void run() throws IOException;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        send(() -> out.write(bytes, from, length), length);
    }

    @Override
    public void flush() throws IOException {
        send(out::flush, 0);
    }

    private void send(Sending sending, int length) throws IOException {
        if (isCut) {
            throw new IOException("the client was cut off");
        }
        long began = nanos.getAsLong();
        try {
            sending.run();
        } catch (IOException e) {
            if (nanos.getAsLong() - began >= slowest.window().toNanos()) {
                cut();
            }
            throw e;
        }
        taken += length;
        listener.sent(length);
        waitedNanos += nanos.getAsLong() - began;
        if (waitedNanos >= slowest.window().toNanos()) {
            if (taken < slowest.bytesPerSecond() * (waitedNanos / 1e9)) {
                cut();
                throw new IOException("the client took only " + taken + " bytes in " + waitedNanos / 1_000_000 + " ms");
            }
            taken = 0;
            waitedNanos = 0;
        }
    }

    private void cut() {
        isCut = true;
        log.info(
                "A client at {} was cut off: expected to take {} bytes a second over {} ms, took {} in {} ms",
                client.address(),
                slowest.bytesPerSecond(),
                slowest.window().toMillis(),
                taken,
                waitedNanos / 1_000_000);
        client.cut();
        listener.cut();
    }
}
