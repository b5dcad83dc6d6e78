package org.xingvo.ingest.fits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xingvo.ingest.fits.Card.ValueType;

/** Headers go through the store and come back as they were. */
final class HeaderCardsTest {
    private static final List<HduHeader> HDUS = List.of(
            new HduHeader(
                    0,
                    HduHeader.Kind.IMAGE,
                    null,
                    List.of(
                            new Card("SIMPLE", "T", ValueType.LOGICAL, null),
                            new Card("OBJECT", "Ünïcode 星", ValueType.STRING, "a comment"),
                            new Card("BLANK", null, ValueType.UNDEFINED, null),
                            new Card("COMMENT", null, ValueType.NONE, "x".repeat(100_000)))),
            new HduHeader(
                    1,
                    HduHeader.Kind.BINTABLE,
                    "COADD",
                    List.of(),
                    List.of(new Card("Z", "0.1", ValueType.REAL, "unit")),
                    List.of(new ColumnRange("LOGLAM", null, 3.5, 3.9, 3904), new ColumnRange("WAVE", "nm", 1, 2, 2)),
                    new Grid(2, 1, new float[] {0.5f, -0.25f})));

    @Test
    void theyComeBackAsTheyWere() throws IOException {
        assertThat(HeaderCards.decode(HeaderCards.encode(HDUS))).isEqualTo(HDUS);
        assertThat(HeaderCards.decode(HeaderCards.encode(List.of()))).isEmpty();
    }

    @Test
    void bytesThatAreCutOrOfAnotherVersionAreRefused() {
        byte[] whole = HeaderCards.encode(HDUS);
        for (int length = 0; length < whole.length; length += 777) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> HeaderCards.decode(cut)).isInstanceOf(IOException.class);
        }
        whole[0] = 3;
        assertThatThrownBy(() -> HeaderCards.decode(whole))
                .isInstanceOf(IOException.class)
                .hasMessage("stored headers: expected version 1 to 2, found 3");
    }
}
