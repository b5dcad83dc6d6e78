package org.xingvo.tap.turn;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** The way to the client: while bytes are on it, others have the turn. For one thread at a time. */
public final class TurnedStream extends FilterOutputStream {
    private final Turn turn;

    public TurnedStream(OutputStream out, Turn turn) {
        super(out);
        this.turn = turn;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        boolean held = turn.give();
        out.write(bytes, from, length);
        if (held) {
            turn.hold();
        }
    }

    @Override
    public void flush() throws IOException {
        boolean held = turn.give();
        out.flush();
        if (held) {
            turn.hold();
        }
    }
}
