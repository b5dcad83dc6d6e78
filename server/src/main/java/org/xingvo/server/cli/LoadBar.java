package org.xingvo.server.cli;

import java.io.Console;
import java.util.concurrent.atomic.AtomicLong;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.table.LoadProgress;

/** A bar for each phase of a load with rate and the time left on a terminal, a line elsewhere. Thread-safe. */
final class LoadBar implements LoadProgress, AutoCloseable {
    private final boolean terminal;
    private final AtomicLong done = new AtomicLong();
    private volatile boolean stop;
    private volatile @Nullable ProgressBar bar;

    // JDK 25 is back at null when the streams are redirected; the check still speaks of 22 to 24.
    @SuppressWarnings("SystemConsoleNull")
    LoadBar() {
        Console console = System.console();
        this.terminal = console != null && console.isTerminal();
    }

    void stop() {
        stop = true;
    }

    @Override
    public boolean stopRequested() {
        return stop;
    }

    @Override
    public synchronized void begin(Phase phase, long total) {
        end();
        done.set(0);
        String task = switch (phase) {
            case FETCH -> "Fetching";
            case READ -> "Reading, sorting";
            case COPY -> "Into the database";
            case INDEX -> "Indexing";
        };
        if (terminal) {
            ProgressBarBuilder builder = new ProgressBarBuilder()
                    .setTaskName(task)
                    .setInitialMax(total)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(200)
                    .setMaxRenderedLength(100);
            switch (phase) {
                case FETCH -> builder.setUnit(" MB", 1_000_000).showSpeed();
                case READ, COPY -> builder.setUnit(" rows", 1).showSpeed();
                case INDEX -> {}
            }
            bar = builder.build();
        } else {
            System.err.println(total < 0 ? task : "%s: %,d".formatted(task, total));
        }
    }

    @Override
    public void advance(long more) {
        ProgressBar current = bar;
        if (current != null) {
            current.stepTo(done.addAndGet(more));
        }
    }

    @Override
    public void close() {
        end();
    }

    /** Takes the bar away. */
    synchronized void end() {
        ProgressBar current = bar;
        if (current != null) {
            current.close();
            bar = null;
        }
    }
}
