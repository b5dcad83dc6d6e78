package org.xingvo.server.cli;

import java.io.Console;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Bytes, rate and the time left as a bar on a terminal, and one line at the end everywhere. Thread-safe. */
final class ByteProgress implements AutoCloseable {
    private final long began = System.nanoTime();
    private final AtomicLong files = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong there = new AtomicLong();
    private final @Nullable ProgressBar bar;

    /** @param totalBytes -1: not known */
    // JDK 25 is back at null when the streams are redirected; the check still speaks of 22 to 24.
    @SuppressWarnings("SystemConsoleNull")
    ByteProgress(String task, long totalBytes) {
        Console console = System.console();
        this.bar = console != null && console.isTerminal()
                ? new ProgressBarBuilder()
                        .setTaskName(task)
                        .setInitialMax(totalBytes)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(200)
                        .setUnit(" MB", 1_000_000)
                        .showSpeed()
                        .setMaxRenderedLength(100)
                        .build()
                : null;
    }

    void moved(long count) {
        bytes.addAndGet(count);
        if (bar != null) {
            bar.stepBy(count);
        }
    }

    /** How far work is that others do. */
    void at(long done, long all) {
        if (bar != null) {
            bar.maxHint(all);
            bar.stepTo(done);
        }
    }

    /** A file is where it should be. */
    void done() {
        files.incrementAndGet();
    }

    /** A file was there before. */
    void wasThere(long size) {
        there.incrementAndGet();
        if (bar != null) {
            bar.stepBy(size);
        }
    }

    /** "3 files, 1.2 MB in 0.4 s (3.0 MB/s)", and how many were there before. */
    String summary() {
        Duration time = Duration.ofNanos(System.nanoTime() - began);
        double seconds = Math.max(0.001, time.toMillis() / 1000.0);
        String line = "%,d %s, %s in %s (%s/s)"
                .formatted(
                        files.get(),
                        files.get() == 1 ? "file" : "files",
                        size(bytes.get()),
                        ConsoleProgress.words(time),
                        size((long) (bytes.get() / seconds)));
        return there.get() == 0 ? line : line + "; %,d were there already".formatted(there.get());
    }

    /** A number of bytes for people. */
    static String size(long bytes) {
        if (bytes < 1000) {
            return bytes + " bytes";
        }
        double value = bytes;
        int unit = -1;
        while (value >= 999.95) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %sB", value, "kMGTPE".charAt(unit));
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
