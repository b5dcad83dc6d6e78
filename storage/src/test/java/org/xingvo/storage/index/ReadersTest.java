package org.xingvo.storage.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.ObjectKey;

/** The table of readers holds 514: no read may leave its place taken. */
final class ReadersTest {
    private static final CollectionId COLLECTION = CollectionId.of(0, 1, 1, 1);
    private static final int READS = 3000;

    @TempDir
    Path directory;

    @Test
    void readsThatEndWellOrBadlyLeaveNoReaderBehind() throws IOException {
        try (LmdbIndex index = LmdbIndex.open(directory, 1 << 20)) {
            for (int i = 0; i < READS; i++) {
                assertThat(index.find(new ObjectKey(COLLECTION, "n"))).isNull();
                assertThat(index.list(COLLECTION, "", null, 1)).isEmpty();
                if (i % 100 == 0) {
                    index.apply(List.of(new Change.Sound(new ObjectKey(COLLECTION, "n"))), i);
                    index.hold();
                    index.keepHeld();
                }
            }
        }
    }

    @Test
    void aReadThatThrowsLeavesNoReaderBehind() throws IOException {
        try (Tables tables = Tables.open(directory, 1 << 20)) {
            for (int i = 0; i < READS; i++) {
                assertThatThrownBy(() -> tables.<Object>read(txn -> {
                            throw new IllegalStateException("thrown");
                        }))
                        .hasMessage("thrown");
            }
            assertThat(tables.get(Tables.Table.OBJECTS, new byte[] {1})).isNull();
        }
    }
}
