package org.xingvo.schemas.obscore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ObsCoreColumnTest {
    @Test
    void thereAre32Columns() {
        assertThat(ObsCoreColumn.ALL)
                .hasSize(32)
                .extracting(ObsCoreColumn::name)
                .doesNotHaveDuplicates();
    }

    @Test
    void theyAreThoseOfTheViewInItsOrder() throws IOException {
        String ddl;
        try (InputStream in = ObsCoreColumnTest.class.getResourceAsStream("/sql/V1__archive.sql")) {
            ddl = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        Matcher view = Pattern.compile(
                        "create view ivoa.obscore as\\s+select (.*?)\\s+from archive.obscore", Pattern.DOTALL)
                .matcher(ddl);
        assertThat(view.find()).isTrue();
        String select = view.group(1).replaceAll("coalesce.*?access_url", "access_url");
        assertThat(List.of(select.split(",\\s*", -1)))
                .endsWith("access_class")
                .startsWith(ObsCoreColumn.ALL.stream().map(ObsCoreColumn::name).toArray(String[]::new))
                .hasSize(33);
    }
}
