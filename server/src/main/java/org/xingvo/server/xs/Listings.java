package org.xingvo.server.xs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.auth.Caller;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.CollectionStat;
import org.xingvo.storage.Damage;
import org.xingvo.storage.Listing;
import org.xingvo.storage.Store;
import org.xingvo.storage.StoredObject;
import org.xingvo.storage.VolumeInfo;
import tools.jackson.core.JsonGenerator;

/** What is there, as JSON: collections, objects page by page, numbers. Thread-safe. */
final class Listings {
    private static final int DEFAULT_LIMIT = 1000;
    private static final int MAX_LIMIT = 10_000;

    private final Store store;
    private final Gate gate;

    Listings(Store store, Gate gate) {
        this.store = store;
        this.gate = gate;
    }

    void collections(Request request, Response response, Caller caller) {
        List<Gate.Shelf> shelves = new ArrayList<>();
        for (CollectionId id : store.collections()) {
            try {
                shelves.add(gate.readable(store.settings(id).name(), caller));
            } catch (XsFault hidden) {
                // not for this caller
            }
        }
        shelves.sort(java.util.Comparator.comparing(shelf -> shelf.settings().name()));
        Answers.json(request, response, 200, Json.line(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("collections");
            for (Gate.Shelf shelf : shelves) {
                json.writeStartObject();
                describe(json, shelf);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }));
    }

    private static void describe(JsonGenerator json, Gate.Shelf shelf) {
        json.writeStringProperty("name", shelf.settings().name());
        json.writeStringProperty("id", shelf.id().hex());
        json.writeBooleanProperty("catalogued", shelf.catalogued());
        json.writeStringProperty("kind", shelf.kind());
    }

    void stat(Request request, Response response, Gate.Shelf shelf) throws IOException {
        CollectionStat stat = store.stat(shelf.id());
        Answers.json(request, response, 200, Json.line(json -> {
            json.writeStartObject();
            describe(json, shelf);
            json.writeNumberProperty("objects", stat.objects());
            json.writeNumberProperty("bytes", stat.bytes());
            json.writeNumberProperty("damaged", stat.damaged());
            json.writeNumberProperty("volumeBytes", stat.volumeBytes());
            json.writeNumberProperty("liveBytes", stat.liveBytes());
            json.writeNumberProperty("quotaBytes", stat.settings().quotaBytes());
            json.writeStringProperty(
                    "durability", stat.settings().durability().name().toLowerCase(java.util.Locale.ROOT));
            json.writeBooleanProperty("compress", stat.settings().compress());
            json.writeObjectPropertyStart("properties");
            new java.util.TreeMap<>(stat.settings().properties()).forEach(json::writeStringProperty);
            json.writeEndObject();
            json.writeArrayPropertyStart("volumes");
            stat.volumes().forEach(volume -> volume(json, volume));
            json.writeEndArray();
            json.writeEndObject();
        }));
    }

    private static void volume(JsonGenerator json, VolumeInfo volume) {
        json.writeStartObject();
        json.writeNumberProperty("number", volume.number());
        json.writeNumberProperty("generation", volume.generation());
        json.writeNumberProperty("bytes", volume.bytes());
        json.writeNumberProperty("blocks", volume.blocks());
        json.writeNumberProperty("liveBytes", volume.liveBytes());
        json.writeNumberProperty("liveBlocks", volume.liveBlocks());
        json.writeBooleanProperty("open", volume.open());
        json.writeStringProperty("created", volume.created().toString());
        json.writeEndObject();
    }

    void damages(Request request, Response response, Gate.Shelf shelf, Query query) throws IOException {
        int limit = limit(query.get("limit"));
        List<Damage> damages = store.damages(shelf.id(), query.get("after"), limit);
        Answers.json(request, response, 200, Json.line(json -> {
            json.writeStartObject();
            json.writeStringProperty("collection", shelf.settings().name());
            json.writeArrayPropertyStart("damages");
            for (Damage damage : damages) {
                json.writeStartObject();
                json.writeStringProperty("name", damage.key().name());
                json.writeStringProperty("what", damage.what());
                json.writeStringProperty("since", damage.since().toString());
                json.writeEndObject();
            }
            json.writeEndArray();
            if (damages.size() == limit) {
                json.writeStringProperty("next", damages.getLast().key().name());
            }
            json.writeEndObject();
        }));
    }

    void objects(Request request, Response response, Gate.Shelf shelf, Target target, Query query) throws IOException {
        String prefix = target.name() + query.text("prefix");
        String delimiter = query.text("delimiter");
        String after = query.get("after");
        int limit = limit(query.get("limit"));
        Listing page = delimiter.isEmpty()
                ? flat(store.list(shelf.id(), prefix, after, limit), limit)
                : store.list(shelf.id(), prefix, delimiter, after, limit);
        Answers.json(request, response, 200, Json.line(json -> {
            json.writeStartObject();
            json.writeStringProperty("collection", shelf.settings().name());
            json.writeStringProperty("prefix", prefix);
            json.writeArrayPropertyStart("objects");
            page.objects().forEach(object -> Json.object(json, object));
            json.writeEndArray();
            if (!delimiter.isEmpty()) {
                json.writeArrayPropertyStart("prefixes");
                page.prefixes().forEach(json::writeString);
                json.writeEndArray();
            }
            String next = page.next();
            if (next != null) {
                json.writeStringProperty("next", next);
            }
            json.writeEndObject();
        }));
    }

    private static Listing flat(List<StoredObject> objects, int limit) {
        String next = objects.size() < limit ? null : objects.getLast().key().name();
        return new Listing(objects, List.of(), next);
    }

    static int limit(@Nullable String text) {
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        if (!text.matches("[1-9][0-9]{0,4}") || Integer.parseInt(text) > MAX_LIMIT) {
            throw new XsFault(400, "limit: expected 1 to 10,000, found '" + org.xingvo.dali.Shown.of(text) + "'");
        }
        return Integer.parseInt(text);
    }
}
