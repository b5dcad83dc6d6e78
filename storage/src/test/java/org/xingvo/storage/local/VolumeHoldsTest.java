package org.xingvo.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xingvo.storage.CollectionId;

/** Each thread comes when all before it are known to wait or to have gone through. */
@Timeout(60)
final class VolumeHoldsTest {
    private static final CollectionId SURVEY = CollectionId.of(0, 1, 1, 1);

    private final VolumeHolds holds = new VolumeHolds();
    private final List<String> order = new CopyOnWriteArrayList<>();

    @Test
    void whoComesWhileATakerWaitsStandsBehindHimAndBeforeTheNextOne() throws Exception {
        VolumeHolds.Hold rename = holds.keepForChange(SURVEY);
        Thread compaction = waits("compaction", () -> holds.take(SURVEY));
        Thread later = waits("later rename", () -> holds.keepForChange(SURVEY));
        Thread backup = waits("backup", () -> holds.keepForCopy(SURVEY));
        Thread next = waits("next compaction", () -> holds.take(SURVEY));
        assertThat(order).isEmpty();
        rename.close();
        for (Thread thread : List.of(compaction, later, backup, next)) {
            thread.join();
        }
        assertThat(order.getFirst()).isEqualTo("compaction");
        assertThat(order.subList(1, 3)).containsExactlyInAnyOrder("later rename", "backup");
        assertThat(order.getLast()).isEqualTo("next compaction");
    }

    @Test
    void renamesWithoutEndLetACompactionThrough() throws Exception {
        VolumeHolds.Hold before = holds.keepForChange(SURVEY);
        Thread compaction = waits("compaction", () -> holds.take(SURVEY));
        // one ends only when the next has begun: there is always one, unless the compaction comes between
        Thread renames = Thread.ofPlatform().start(() -> {
            VolumeHolds.Hold last = before;
            while (compaction.isAlive()) {
                Thread ending = Thread.ofPlatform().start(last::close);
                last = holds.keepForChange(SURVEY);
                join(ending);
            }
            last.close();
        });
        compaction.join();
        renames.join();
        assertThat(order).containsExactly("compaction");
    }

    @Test
    void aCopyThatLastsHoldsUpCompactionsAlone() throws Exception {
        VolumeHolds.Hold backup = holds.keepForCopy(SURVEY);
        Thread compaction = waits("compaction", () -> holds.take(SURVEY));
        for (int i = 0; i < 3; i++) {
            holds.keepForChange(SURVEY).close();
            holds.keepForCopy(SURVEY).close();
        }
        holds.take(CollectionId.of(0, 1, 2, 1)).close();
        assertThat(order).isEmpty();
        backup.close();
        backup.close();
        compaction.join();
        assertThat(order).containsExactly("compaction");
        holds.keepForChange(SURVEY).close();
    }

    @Test
    void anInterruptDoesNotEndAWait() throws Exception {
        VolumeHolds.Hold rename = holds.keepForChange(SURVEY);
        boolean[] interrupted = new boolean[1];
        Thread compaction = Thread.ofPlatform().start(() -> {
            holds.take(SURVEY).close();
            interrupted[0] = Thread.currentThread().isInterrupted();
        });
        awaitWaiting(1);
        compaction.interrupt();
        rename.close();
        compaction.join();
        assertThat(interrupted[0]).isTrue();
    }

    /** A thread that has begun to wait for a hold, and notes when it has it. */
    private Thread waits(String name, Supplier<VolumeHolds.Hold> hold) {
        int before = holds.waiting(SURVEY);
        Thread thread = Thread.ofPlatform().name(name).start(() -> {
            try (VolumeHolds.Hold _ = hold.get()) {
                order.add(name);
            }
        });
        awaitWaiting(before + 1);
        return thread;
    }

    private void awaitWaiting(int threads) {
        while (holds.waiting(SURVEY) < threads) {
            Thread.onSpinWait();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
