package org.xingvo.tap.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.xingvo.dali.auth.Visibility;

class OwnSchemasTest {
    private static final PublishedSchema OWN = OwnSchemas.rows();

    @Test
    void thereAreFiveSchemasTenTablesAndEightKeys() {
        assertThat(OWN.schemas())
                .extracting(SchemaRow::name)
                .containsExactly("ivoa", "data", "xing", "tap_schema", "vos");
        assertThat(OWN.schemas().stream().mapToInt(s -> s.tables().size())).containsExactly(1, 0, 4, 5, 0);
        assertThat(OWN.keys()).hasSize(8);
    }

    @Test
    void everyColumnOfAStandardSaysSo() {
        for (SchemaRow schema : OWN.schemas()) {
            boolean standard = Set.of("ivoa", "tap_schema").contains(schema.name());
            for (TableRow table : schema.tables()) {
                assertThat(table.columns()).as(table.name()).allMatch(column -> column.std() == standard);
            }
        }
    }

    @Test
    void aTableIsFoundWhateverItsCase() {
        assertThat(OWN.table("IVOA.ObsCore").orElseThrow().name()).isEqualTo("ivoa.obscore");
        assertThat(OWN.table("ivoa.\"ObsCore\"")).isEmpty();
        assertThat(OWN.table("ivoa.\"obscore\"")).isPresent();
        assertThat(OWN.table("obscore")).isEmpty();
    }

    @Test
    void keysOfHiddenTablesAreHidden() {
        TableRow hidden = new TableRow("data.secret", "table", null, null, 0, 9, List.of());
        KeyRow key = KeyRow.of("k", "data.secret", "ivoa.obscore", "", "a", "b");
        SchemaRow data = new SchemaRow("data", null, null, 1, 0, List.of(hidden));
        PublishedSchema all = new PublishedSchema(List.of(OWN.schemas().getFirst(), data), List.of(key));

        assertThat(all.visibleTo(Visibility.PUBLIC_ONLY).keys()).isEmpty();
        assertThat(all.visibleTo(Visibility.PUBLIC_ONLY).table("data.secret")).isEmpty();
        assertThat(all.visibleTo(new Visibility(false, Set.of(0, 9))).keys()).containsExactly(key);
        assertThat(all.visibleTo(Visibility.EVERYTHING).table("data.secret")).isPresent();
    }

    @Test
    void sizeIsTheNumberOfTheArraysize() {
        assertThat(column("12").size()).isEqualTo(12);
        assertThat(column("12*").size()).isEqualTo(12);
        assertThat(column("*").size()).isNull();
        assertThat(column("2x3").size()).isNull();
        assertThat(column(null).size()).isNull();
    }

    private static ColumnRow column(@org.jspecify.annotations.Nullable String arraysize) {
        return new ColumnRow("c", "char", arraysize, null, null, null, null, null, false, false, false, 0);
    }
}
