package org.xingvo.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Does what many threads ask for at the same time in one step: who comes while a step runs is part of the next one.
 * Thread-safe; a lone caller waits for nobody.
 */
final class Together<A, R> {
    private final int most;
    private final Function<List<A>, List<R>> step;
    private final ConcurrentLinkedQueue<Waiting<A, R>> waiting = new ConcurrentLinkedQueue<>();
    private final ReentrantLock turn = new ReentrantLock();

    private record Waiting<A, R>(A asked, CompletableFuture<R> answer) {}

    /**
     * Nothing runs yet.
     *
     * @param most requests in one step
     * @param step answers in the order of the requests; what it throws every one of them gets
     */
    Together(int most, Function<List<A>, List<R>> step) {
        this.most = most;
        this.step = step;
    }

    R ask(A asked) {
        CompletableFuture<R> answer = new CompletableFuture<>();
        waiting.add(new Waiting<>(asked, answer));
        turn.lock();
        try {
            while (!answer.isDone()) {
                next();
            }
        } finally {
            turn.unlock();
        }
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    /** Requests that are in no step yet. */
    int waiting() {
        return waiting.size();
    }

    private void next() {
        List<Waiting<A, R>> now = new ArrayList<>();
        while (now.size() < most) {
            @Nullable Waiting<A, R> one = waiting.poll();
            if (one == null) {
                break;
            }
            now.add(one);
        }
        try {
            List<R> answers = step.apply(now.stream().map(Waiting::asked).toList());
            for (int i = 0; i < now.size(); i++) {
                now.get(i).answer().complete(answers.get(i));
            }
        } catch (RuntimeException | Error e) {
            now.forEach(one -> one.answer().completeExceptionally(e));
        }
    }
}
