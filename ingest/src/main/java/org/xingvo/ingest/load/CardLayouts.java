package org.xingvo.ingest.load;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.fits.Card;

/**
 * What the headers of one pipeline share: their keywords and comments, without the values, kept once in the database. The
 * id is made of the content. A layout is there before any row that names it, and stays. Thread-safe.
 */
final class CardLayouts {
    private static final int KEPT_IDS = 10_000;
    private static final int KEPT_CONTENTS = 200;
    private static final int BYTES_OF_A_CARD = 64;
    private static final String COMMENTARY = "\n";

    private final Catalogue catalogue;
    /** In the database for certain. */
    private final Map<UUID, Boolean> known = latest(KEPT_IDS);

    /** The last ones seen, since it takes less to compare two headers than to digest one. */
    private final Map<Content, UUID> ids = latest(KEPT_CONTENTS);

    /** What two headers share: keywords and comments, of each card in turn, null for a comment that is not shared. */
    private record Content(List<@Nullable String> texts) {
        static Content of(List<Card> cards) {
            @Nullable String[] texts = new @Nullable String[2 * cards.size()];
            for (int i = 0; i < cards.size(); i++) {
                Card card = cards.get(i);
                texts[2 * i] = isCommentary(card) ? COMMENTARY + card.keyword() : card.keyword();
                texts[2 * i + 1] = comment(card);
            }
            return new Content(Arrays.asList(texts));
        }
    }

    CardLayouts(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    private static <K, V> Map<K, V> latest(int most) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    /** The layout of these cards, which is in the database when this returns. */
    UUID of(List<Card> cards) {
        Content content = Content.of(cards);
        UUID seen = seen(content);
        if (seen != null) {
            return seen;
        }
        UUID id = id(cards);
        if (!isKnown(id)) {
            keep(id, cards);
        }
        remember(content, id);
        return id;
    }

    /** What a card says for itself: its value, or without one its text. */
    static @Nullable String said(Card card) {
        return isCommentary(card) ? card.comment() : card.value();
    }

    private static boolean isCommentary(Card card) {
        return card.type() == Card.ValueType.NONE;
    }

    private static @Nullable String comment(Card card) {
        return isCommentary(card) ? null : card.comment();
    }

    private static UUID id(List<Card> cards) {
        byte[] content = new RowBuffer(BYTES_OF_A_CARD * cards.size())
                .texts(cards, Card::keyword)
                .texts(cards, CardLayouts::comment)
                .texts(cards, card -> isCommentary(card) ? "T" : "F")
                .toBytes();
        try {
            ByteBuffer digest =
                    ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(content));
            return new UUID(digest.getLong(), digest.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private synchronized @Nullable UUID seen(Content content) {
        return ids.get(content);
    }

    private synchronized boolean isKnown(UUID id) {
        return known.get(id) != null;
    }

    private synchronized void remember(Content content, UUID id) {
        ids.put(content, id);
        known.put(id, true);
    }

    /** Not synced: whatever names the layout is committed later, and that sync takes this along. */
    private void keep(UUID id, List<Card> cards) {
        String sql = """
                insert into archive.card_layout (id, keywords, comments, commentary) values (?, ?, ?, ?)
                on conflict (id) do nothing
                """;
        catalogue.transact("keep the layout of a header", connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("set local synchronous_commit = off");
            }
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setObject(1, id);
                statement.setArray(2, texts(connection, cards.stream().map(Card::keyword)));
                statement.setArray(3, texts(connection, cards.stream().map(CardLayouts::comment)));
                statement.setArray(
                        4,
                        connection.createArrayOf(
                                "boolean",
                                cards.stream().map(CardLayouts::isCommentary).toArray()));
                return statement.executeUpdate();
            }
        });
    }

    private static Array texts(Connection connection, Stream<@Nullable String> texts) throws SQLException {
        return connection.createArrayOf("text", texts.toArray());
    }
}
