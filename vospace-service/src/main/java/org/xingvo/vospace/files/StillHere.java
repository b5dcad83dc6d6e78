package org.xingvo.vospace.files;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.glassfish.grizzly.http.HttpResponsePacket;
import org.glassfish.grizzly.http.Protocol;
import org.glassfish.grizzly.http.server.Request;

/**
 * Tells a client that waits for an answer, from time to time, that it is worked on: clients hang up on a server that is
 * silent for a minute or two. It says so by interim responses "100 Continue", which all clients of HTTP/1.1 know how to
 * skip, more than one of them and unasked (RFC 9110, section 15.2); other 1xx some take for the answer. Nothing else may
 * be written to the response before it is closed.
 */
final class StillHere implements AutoCloseable {
    private final Request request;
    private final Duration every;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition end = lock.newCondition();
    private boolean over;

    private StillHere(Request request, Duration every) {
        this.request = request;
        this.every = every;
    }

    /** Begins; a client of another version of HTTP is told nothing. */
    static StillHere begin(Request request, Duration every) {
        StillHere here = new StillHere(request, every);
        if (request.getProtocol() == Protocol.HTTP_1_1) {
            Thread.ofVirtual().name("still-here").start(here::run);
        }
        return here;
    }

    private void run() {
        lock.lock();
        try {
            long left = every.toNanos();
            while (!over) {
                left = end.awaitNanos(left);
                if (left <= 0 && !over) {
                    say();
                    left = every.toNanos();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void say() {
        HttpResponsePacket interim = request.getResponse().getResponse();
        interim.setStatus(100);
        interim.setAcknowledgement(true);
        request.getContext().write(interim, true);
    }

    /** Returns when nothing more will be said. */
    @Override
    public void close() {
        lock.lock();
        try {
            over = true;
            end.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
