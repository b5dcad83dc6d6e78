package org.xingvo.ingest.collection;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The schema for editors says what the reader reads. */
class DescriptionSchemaTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(DescriptionYaml.schema(), InputFormat.JSON);

    private static List<String> keys(JsonNode object) {
        List<String> keys = new ArrayList<>(object.get("properties").propertyNames());
        assertThat(object.get("additionalProperties").asBoolean()).isFalse();
        return keys;
    }

    static List<String> problems(String yaml) {
        Object document = new Load(LoadSettings.builder().build()).loadFromString(yaml);
        List<String> problems = new ArrayList<>();
        SCHEMA.validate(JSON.writeValueAsString(document), InputFormat.JSON)
                .forEach(problem -> problems.add(problem.toString()));
        return problems;
    }

    @Test
    void itsKeysAreThoseOfTheReader() {
        JsonNode root = JSON.readTree(DescriptionYaml.schema());
        JsonNode properties = root.get("properties");
        JsonNode access = properties.get("access").get("properties");
        Map<String, List<String>> keys = new TreeMap<>();
        keys.put("", keys(root));
        keys.put("files", keys(properties.get("files")));
        keys.put("access", keys(properties.get("access")));
        keys.put("readers", keys(access.get("readers").get("oneOf").get(1)));
        keys.put("embargo", keys(access.get("embargo").get("oneOf").get(1)));
        keys.put("obscore", keys(properties.get("obscore")));
        keys.put("column", keys(root.get("$defs").get("column")));
        assertThat(keys).isEqualTo(new TreeMap<>(DescriptionKeys.ALL));
    }

    @Test
    void itTakesWhatTheReaderTakes() {
        assertThat(problems(DescriptionYamlTest.FULL)).isEmpty();
        assertThat(problems(DescriptionYaml.write(DescriptionYaml.read(DescriptionYamlTest.FULL))))
                .isEmpty();
        assertThat(problems("name: b\ntitle: B\naccess: {readers: public, embargo: none}\nunique: path\ncolumns: []"))
                .isEmpty();
    }

    @Test
    void itRefusesWhatTheReaderRefuses() {
        for (String yaml : List.of(
                "nam: a\nname: a\ntitle: A\ncolumns: []",
                "name: A\ntitle: A\ncolumns: []",
                "name: a\ncolumns: []",
                "name: a\ntitle: A\ncolumns: []\nobscore: {s_ra: RA}",
                "name: a\ntitle: A\ncolumns: []\nprevews: lazy",
                "name: a\ntitle: A\ncolumns: []\npreviews: later",
                "name: a\ntitle: A\ncolumns: [{name: x, keyword: X, value: Y, type: text}]",
                "name: a\ntitle: A\ncolumns: [{name: x, keyword: X, type: float}]",
                "name: a\ntitle: A\ncolumns: []\naccess: {embargo: {until: soon}}")) {
            assertThat(problems(yaml)).as(yaml).isNotEmpty();
            assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> DescriptionYaml.read(yaml)))
                    .as(yaml)
                    .isInstanceOf(DescriptionException.class);
        }
    }
}
