package org.xingvo.server.xs;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.xingvo.storage.StoredObject;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/** JSON as this door writes it. */
final class Json {
    static final String CONTENT_TYPE = "application/json";
    /** One JSON value a line. */
    static final String LINES = "application/x-ndjson";

    private static final JsonFactory FACTORY =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private Json() {}

    static JsonGenerator to(OutputStream out) {
        return FACTORY.createGenerator(ObjectWriteContext.empty(), out);
    }

    /** One value and a line feed. */
    static byte[] line(Consumer<JsonGenerator> value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(160);
        try (JsonGenerator json = to(bytes)) {
            value.accept(json);
        }
        bytes.write('\n');
        return bytes.toByteArray();
    }

    static void object(JsonGenerator json, StoredObject object) {
        json.writeStartObject();
        json.writeStringProperty("name", object.key().name());
        json.writeNumberProperty("size", object.sizeBytes());
        json.writeStringProperty("type", object.mediaType());
        json.writeStringProperty("sha256", HexFormat.of().formatHex(object.sha256()));
        json.writeStringProperty("md5", HexFormat.of().formatHex(object.md5()));
        json.writeStringProperty("stored", object.stored().toString());
        json.writeEndObject();
    }
}
