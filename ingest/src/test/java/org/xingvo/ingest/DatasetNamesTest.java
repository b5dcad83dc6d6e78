package org.xingvo.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DatasetNamesTest {
    @Test
    void everythingButUnreservedCharactersIsEncoded() {
        assertThat(DatasetNames.publisherDid("org.example", "c", "a b/%2F?#&+\u661f~.fits"))
                .isEqualTo("ivo://org.example/c?a%20b/%252F%3F%23%26%2B%E6%98%9F~.fits");
        assertThat(DatasetNames.accessPath("c", "a b")).isEqualTo("/files/data/c/a%20b");
    }
}
