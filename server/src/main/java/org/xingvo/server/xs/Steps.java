package org.xingvo.server.xs;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xingvo.storage.care.CareProgress;
import tools.jackson.core.JsonGenerator;

/** Long work told as it goes on, a line of JSON a step: what was found, how far it is, how it ended. One thread at a time. */
final class Steps implements CareProgress {
    private static final long EVERY_NANOS = 500_000_000;

    private final OutputStream out;
    private long told = System.nanoTime();

    Steps(OutputStream out) {
        this.out = out;
    }

    void say(String text) {
        line(json -> json.writeStringProperty("line", text));
    }

    /** @param failure null: there was none */
    void end(@Nullable String failure) {
        line(json -> json.writeStringProperty(failure == null ? "end" : "error", failure == null ? "done" : failure));
    }

    @Override
    public void at(long doneBytes, long allBytes) {
        long now = System.nanoTime();
        if (now - told > EVERY_NANOS) {
            told = now;
            line(json -> {
                json.writeNumberProperty("done", doneBytes);
                json.writeNumberProperty("all", allBytes);
            });
        }
    }

    private void line(Consumer<JsonGenerator> properties) {
        try {
            out.write(Json.line(json -> {
                json.writeStartObject();
                properties.accept(json);
                json.writeEndObject();
            }));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
