package org.xingvo.ingest.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NotAppliedTest {
    private static final String PLAIN = """
            name: plates
            title: Plates
            files: {named: by hand}
            columns:
            - {name: exptime, keyword: EXPTIME, type: double}
            """;

    @Test
    void aKeyThatNothingLooksAtIsRefused() {
        assertThatThrownBy(() -> refuse(PLAIN + "unique: [exptime]\n"))
                .isInstanceOf(DescriptionException.class)
                .hasMessage("plates.yaml: unique: expected path, which is all that is applied so far, found [exptime]");
        assertThat(refuse(PLAIN + "unique: path\n").uniqueness().isPath()).isTrue();
    }

    private static CollectionDescription refuse(String yaml) {
        return NotApplied.refuse(DescriptionYaml.read(yaml, "plates.yaml"), "plates.yaml");
    }
}
