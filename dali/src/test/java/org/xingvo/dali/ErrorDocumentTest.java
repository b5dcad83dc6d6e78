package org.xingvo.dali;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ErrorDocumentTest {
    @Test
    void theStatusHasTheTextThatClientsSearch() {
        assertThat(new String(ErrorDocument.of("a < b"), StandardCharsets.UTF_8))
                .contains("<RESOURCE type=\"results\">\n<INFO name=\"QUERY_STATUS\" value=\"ERROR\">a &lt; b</INFO>");
    }

    @Test
    void aConeSearchFindsTheMessageInTheValue() {
        assertThat(new String(ErrorDocument.ofCone("no SR"), StandardCharsets.UTF_8))
                .contains("<INFO name=\"Error\" value=\"no SR\"/>");
    }
}
