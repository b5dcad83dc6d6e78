package org.xingvo.server.cli;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The objects of a collection in byte order of their names, page by page. One thread at a time. */
final class RemoteNames {
    static final int PAGE = 10_000;

    private final StoreClient store;
    private final Remote place;
    private final Deque<Entry> page = new ArrayDeque<>();
    private @Nullable String next;
    private boolean ended;

    /** One object. */
    record Entry(String name, long size, String sha256) {}

    RemoteNames(StoreClient store, Remote place) {
        this.store = store;
        this.place = place;
    }

    /** The next object without taking it; null: there is none. */
    @Nullable
    Entry peek() throws IOException, InterruptedException {
        if (page.isEmpty() && !ended) {
            page.addAll(page());
        }
        return page.peek();
    }

    void take() {
        page.poll();
    }

    /** A whole page; empty at the end. */
    List<Entry> page() throws IOException, InterruptedException {
        if (ended) {
            return List.of();
        }
        String path = StoreClient.path(place.collection(), "") + "/?limit=" + PAGE + "&prefix="
                + StoreClient.encode(place.prefix()) + (next == null ? "" : "&after=" + StoreClient.encode(next));
        Map<?, ?> answer = store.get(path);
        List<Entry> entries = JsonText.list(answer, "objects").stream()
                .map(object -> (Map<?, ?>) object)
                .map(object -> new Entry(
                        String.valueOf(object.get("name")),
                        JsonText.number(object, "size"),
                        String.valueOf(object.get("sha256"))))
                .toList();
        next = answer.get("next") instanceof String name ? name : null;
        ended = next == null;
        return entries;
    }
}
