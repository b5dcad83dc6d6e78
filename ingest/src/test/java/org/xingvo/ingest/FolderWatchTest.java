package org.xingvo.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a watch tells, by a clock that the test moves. */
class FolderWatchTest {
    private static final Duration SETTLE = Duration.ofSeconds(2);

    @TempDir
    Path folder;

    private final List<String> told = new ArrayList<>();
    private long nanos;

    private FolderWatch.Sink sink(Runnable onTake, Runnable onComplete) {
        return new FolderWatch.Sink() {
            @Override
            public void take(List<Path> changed, List<Path> gone) {
                synchronized (told) {
                    changed.forEach(file -> told.add("+" + folder.relativize(file)));
                    gone.forEach(file -> told.add("-" + folder.relativize(file)));
                }
                onTake.run();
            }

            @Override
            public void complete() {
                onComplete.run();
            }
        };
    }

    private void after(Duration time, FolderWatch watch) {
        nanos += time.toNanos();
        watch.look();
    }

    @Test
    void aFileThatGrowsSlowlyIsToldOnceWhenItRests() throws IOException {
        try (FolderWatch watch = new FolderWatch(folder, SETTLE, sink(() -> {}, () -> {}), () -> nanos)) {
            Path file = folder.resolve("slow.fits");
            Files.writeString(file, "1");
            watch.look();
            for (int i = 0; i < 5; i++) {
                // longer between two writes than a file must rest, but looked at in between
                after(Duration.ofMillis(1500), watch);
                Files.writeString(file, "more", StandardOpenOption.APPEND);
                after(Duration.ofMillis(1500), watch);
                assertThat(told).isEmpty();
            }
            after(Duration.ofMillis(1500), watch);
            after(SETTLE, watch);
            after(SETTLE, watch);
            assertThat(told).containsExactly("+slow.fits");
        }
    }

    @Test
    void whatTheSystemLostIsFoundByLookingAtEverythingAgain() throws Exception {
        AtomicInteger complete = new AtomicInteger();
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        FolderWatch.Sink busy = sink(
                () -> {
                    first.countDown();
                    try {
                        go.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                complete::incrementAndGet);
        Files.writeString(folder.resolve("first"), "x");
        Files.setLastModifiedTime(folder.resolve("first"), java.nio.file.attribute.FileTime.fromMillis(0));
        Set<String> expected = new HashSet<>(Set.of("+first"));
        Duration soon = Duration.ofMillis(20);
        Thread thread;
        try (FolderWatch watch = new FolderWatch(folder, soon, busy)) {
            thread = Thread.ofPlatform().daemon().start(watch);
            first.await();
            // more than the 512 events that Java keeps of one folder
            for (int i = 0; i < 1500; i++) {
                Files.writeString(folder.resolve("f" + i), "x");
                expected.add("+f" + i);
            }
            go.countDown();
            while (complete.get() < 2) {
                Thread.onSpinWait();
            }
            Files.writeString(folder.resolve("last"), "x");
            expected.add("+last");
            while (!Set.copyOf(snapshot()).equals(expected)) {
                Thread.onSpinWait();
            }
        }
        thread.join();
    }

    private List<String> snapshot() {
        synchronized (told) {
            return List.copyOf(told);
        }
    }

    @Test
    void aFolderThatIsNotThereIsWaitedFor() throws IOException {
        Path later = folder.resolve("disk");
        try (FolderWatch watch = new FolderWatch(later, SETTLE, sink(() -> {}, () -> {}), () -> nanos)) {
            assertThatThrownBy(watch::look)
                    .isInstanceOf(IngestException.class)
                    .hasMessage("watch: expected a folder, found none at " + later);
            Files.createDirectory(later);
            Files.writeString(later.resolve("a"), "x");
            watch.look();
            after(SETTLE, watch);
            assertThat(told).containsExactly("+disk/a");
        }
    }
}
