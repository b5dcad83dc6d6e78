package org.xingvo.ingest.collection;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.expression.Expression;
import org.xingvo.ingest.expression.Value;
import org.xingvo.ingest.fits.Card;

/** What makes an observation of a collection unique, ready to be computed. Immutable. */
public final class ObservationKey {
    /** Longer ones would not fit an index; their digest does. */
    private static final int MAX_CHARACTERS = 500;

    private final List<ColumnDescription> parts;

    private ObservationKey(List<ColumnDescription> parts) {
        this.parts = List.copyOf(parts);
    }

    /** The key of a file of a collection; null: its path. */
    public static @Nullable String of(CollectionDescription description, FileFacts facts) {
        return description.uniqueness().isPath() ? null : of(description).of(facts);
    }

    /** The key that a description says. */
    public static ObservationKey of(CollectionDescription description) {
        List<ColumnDescription> parts = new ArrayList<>();
        for (String part : description.uniqueness().of()) {
            parts.add(description.columns().stream()
                    .filter(c -> c.name().equals(part))
                    .findFirst()
                    .orElseGet(() -> computed(part)));
        }
        return new ObservationKey(parts);
    }

    private static ColumnDescription computed(String text) {
        return new ColumnDescription(
                text,
                new ColumnSource.Computed(Expression.of(text), null),
                ColumnType.UNICODE,
                null,
                null,
                null,
                "",
                true,
                List.of(),
                false);
    }

    /**
     * The key of one file: parts joined by a slash, each without blanks around; null when it is the path alone, or when
     * a part has no value, so that the path is the key.
     */
    public @Nullable String of(FileFacts facts) {
        StringBuilder key = new StringBuilder();
        for (ColumnDescription part : parts) {
            Card card = ColumnValues.card(part, facts);
            Value value = Value.of(card);
            String text = value == null ? "" : value.asText().strip();
            if (text.isEmpty()) {
                return null;
            }
            key.append(key.isEmpty() ? "" : "/").append(text.replace("%", "%25").replace("/", "%2F"));
        }
        return key.isEmpty() ? null : key.length() > MAX_CHARACTERS ? digest(key.toString()) : key.toString();
    }

    private static String digest(String key) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(
                                    MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
