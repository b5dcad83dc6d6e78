package org.xingvo.adql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xingvo.testing.PostgresExtension;

/** What compiled queries answer on a real database, by binds and by literals. */
abstract class QueriesContract {
    abstract PostgresExtension postgres();

    /** A query and its answer as text. */
    record Example(String adql, String answer) {
        @Override
        public String toString() {
            return adql;
        }
    }

    static List<Example> examples() {
        return Examples.ALL;
    }

    List<List<@Nullable Object>> ask(String adql) throws SQLException {
        CompiledQuery query = Adql.compile(
                adql, TestSky.CATALOGUE, TestSky.asPublic(postgres().dialect()));
        List<List<@Nullable Object>> rows = TestSky.rows(postgres().readerDataSource(), query);
        assertThat(TestSky.literalRows(postgres().readerDataSource(), query)).isEqualTo(rows);
        return rows;
    }

    @ParameterizedTest
    @MethodSource("examples")
    void aQueryHasItsAnswer(Example example) throws SQLException {
        assertThat(ask(example.adql()).toString()).isEqualTo(example.answer());
    }

    @Test
    void hiddenRowsAreNotCounted() throws SQLException {
        assertThat(ask("SELECT COUNT(*) FROM data.stars").toString()).isEqualTo("[[900]]");
    }
}
