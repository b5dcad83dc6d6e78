package org.xingvo.server.cli;

import java.io.Console;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.Progress;

/** Draws a bar per phase on a terminal, and a line per phase elsewhere. For one thread at a time but {@link #stop}. */
final class ConsoleProgress implements Progress, AutoCloseable {
    private final boolean terminal;
    private volatile boolean stop;
    private @Nullable ProgressBar bar;

    // JDK 25 is back at null when the streams are redirected; the check still speaks of 22 to 24.
    @SuppressWarnings("SystemConsoleNull")
    ConsoleProgress() {
        Console console = System.console();
        this.terminal = console != null && console.isTerminal();
    }

    /** Asks the run to end after the files it has begun. */
    void stop() {
        stop = true;
    }

    @Override
    public boolean stopRequested() {
        return stop;
    }

    @Override
    public void begin(Phase phase, long total) {
        close();
        String task = switch (phase) {
            case SCAN -> "Looking at files";
            case DRAFT -> "Reading headers";
            case INGEST -> "Storing, cataloguing";
            case DESCRIBE -> "Describing anew";
            case INDEX -> "Indexing";
        };
        if (terminal) {
            bar = new ProgressBarBuilder()
                    .setTaskName(task)
                    .setInitialMax(total)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(200)
                    .showSpeed()
                    .setMaxRenderedLength(100)
                    .build();
        } else {
            System.err.println(total < 0 ? task : task + ": " + total);
        }
    }

    @Override
    public void advance(long done) {
        ProgressBar current = bar;
        if (current != null) {
            current.stepTo(done);
        }
    }

    @Override
    public void close() {
        ProgressBar current = bar;
        if (current != null) {
            current.close();
            bar = null;
        }
    }

    /** "1 min 12 s" or "3.4 s". */
    static String words(Duration duration) {
        return duration.toSeconds() < 60
                ? "%.1f s".formatted(duration.toMillis() / 1000.0)
                : "%d min %d s".formatted(duration.toMinutes(), duration.toSecondsPart());
    }
}
