package org.xingvo.server.web;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Rows of what operators and users ask for, as lines separated by tabs with a head, or as a JSON array of objects. One
 * thread at a time.
 *
 * @param <T> what a row is made of
 */
final class Listing<T> {
    /** The value of {@code format} that asks for JSON. */
    static final String JSON = "json";

    private static final JsonFactory FACTORY = new JsonFactory();

    private final List<String> names = new ArrayList<>();
    private final List<Function<T, @Nullable Object>> columns = new ArrayList<>();

    /** Adds a column; a value is text, a number, a truth value, a time, a collection of names, or null. */
    Listing<T> column(String name, Function<T, @Nullable Object> value) {
        names.add(name);
        columns.add(value);
        return this;
    }

    /** The answer in the format that is asked for. */
    Response answer(Collection<T> rows, @Nullable String format) {
        if (JSON.equals(format)) {
            return Response.ok(json(rows), MediaType.APPLICATION_JSON_TYPE).build();
        }
        return Response.ok(text(rows), MediaType.TEXT_PLAIN_TYPE.withCharset("UTF-8"))
                .build();
    }

    private String text(Collection<T> rows) {
        return String.join("\t", names) + "\n"
                + rows.stream()
                        .map(row -> columns.stream()
                                        .map(column -> cell(column.apply(row)))
                                        .collect(Collectors.joining("\t"))
                                + "\n")
                        .collect(Collectors.joining());
    }

    private static String cell(@Nullable Object value) {
        String text = switch (value) {
            case null -> "-";
            case Collection<?> names ->
                names.stream().map(Object::toString).sorted().collect(Collectors.joining(","));
            default -> value.toString();
        };
        return text.isEmpty() ? "-" : text.replaceAll("[\\p{Cntrl}]", " ");
    }

    private String json(Collection<T> rows) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartArray();
            for (T row : rows) {
                json.writeStartObject();
                for (int i = 0; i < names.size(); i++) {
                    json.writeName(names.get(i));
                    value(json, columns.get(i).apply(row));
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        return bytes.toString(StandardCharsets.UTF_8) + "\n";
    }

    private static void value(JsonGenerator json, @Nullable Object value) {
        switch (value) {
            case null -> json.writeNull();
            case Boolean truth -> json.writeBoolean(truth);
            case Long number -> json.writeNumber(number);
            case Collection<?> names -> {
                json.writeStartArray();
                names.stream().map(Object::toString).sorted().forEach(json::writeString);
                json.writeEndArray();
            }
            default -> json.writeString(value.toString());
        }
    }
}
