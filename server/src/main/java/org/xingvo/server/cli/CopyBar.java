package org.xingvo.server.cli;

import java.io.Console;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.xingvo.storage.copy.CopyProgress;

/** Draws bytes, rate and the time left on a terminal, and a line elsewhere. For one thread at a time. */
final class CopyBar implements CopyProgress, AutoCloseable {
    private final String task;
    private @Nullable ProgressBar bar;

    CopyBar(String task) {
        this.task = task;
    }

    // JDK 25 is back at null when the streams are redirected; the check still speaks of 22 to 24.
    @SuppressWarnings("SystemConsoleNull")
    private static boolean terminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    @Override
    public void begin(long bytes, long there) {
        close();
        if (terminal()) {
            bar = new ProgressBarBuilder()
                    .setTaskName(task)
                    .setInitialMax(Math.max(1, bytes))
                    .setUnit(" MB", 1_000_000)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(200)
                    .showSpeed()
                    .setMaxRenderedLength(100)
                    .build();
        } else {
            System.err.printf("%s: %,d bytes to copy, %,d there%n", task, bytes, there);
        }
    }

    @Override
    public void advance(long bytes) {
        ProgressBar current = bar;
        if (current != null) {
            current.stepTo(bytes);
            if (bytes >= current.getMax()) {
                close();
            }
        }
    }

    @Override
    public void close() {
        end();
    }

    /** Leaves the line to what is printed next. */
    void end() {
        ProgressBar current = bar;
        if (current != null) {
            current.close();
            bar = null;
        }
    }
}
