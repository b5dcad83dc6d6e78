package org.xingvo.adql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xingvo.adql.Examples.Example;
import org.xingvo.adql.sql.Literals;
import org.xingvo.testing.PostgresExtension;

/** What compiled queries answer on a real database, by binds and by literals. */
abstract class QueriesContract {
    abstract PostgresExtension postgres();

    static List<Example> examples() {
        return Examples.ALL;
    }

    List<List<@Nullable Object>> ask(String adql) throws SQLException {
        CompiledQuery query = Adql.compile(
                adql, CorpusSky.CATALOGUE, TestSky.asPublic(postgres().dialect()));
        List<List<@Nullable Object>> rows = TestSky.rows(postgres().readerDataSource(), query);
        assertThat(TestSky.literalRows(postgres().readerDataSource(), query)).isEqualTo(rows);
        return rows;
    }

    @ParameterizedTest
    @MethodSource("examples")
    void aQueryHasItsAnswer(Example example) throws SQLException {
        assertThat(ask(example.adql()).toString()).isEqualTo(example.answer());
    }

    /** Texts meant to end the literal too early, as they are and in every pair. */
    @Test
    void aLiteralIsReadAsItsTextWhateverTheServerIsSetTo() throws SQLException {
        List<String> texts = LiteralsTest.hostile();
        for (String setting : List.of("on", "off")) {
            try (var connection = postgres().readerDataSource().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("set standard_conforming_strings = " + setting);
                statement.execute("set escape_string_warning = off");
                statement.setEscapeProcessing(false);
                for (List<String> some : LiteralsTest.inChunks(texts)) {
                    String list = some.stream()
                            .map(text -> Literals.typed(new BindValue.Text(text)))
                            .collect(Collectors.joining(", "));
                    try (var rows = statement.executeQuery("select array[" + list + "]")) {
                        assertThat(rows.next()).isTrue();
                        assertThat((Object[]) rows.getArray(1).getArray())
                                .as("standard_conforming_strings = %s", setting)
                                .containsExactly(some.toArray());
                    }
                }
            }
        }
    }

    @Test
    void aLiteralNumberIsReadToItsLastDigit() throws SQLException {
        List<Double> reals = List.of(
                0.1, -0.0, Double.MIN_VALUE, Double.MAX_VALUE, Double.NaN, Double.NEGATIVE_INFINITY, 1e23, 123456789.1);
        try (var connection = postgres().readerDataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select " + Literals.typed(new BindValue.Reals(reals)) + ", "
                        + Literals.typed(new BindValue.Whole(Long.MIN_VALUE)) + ", "
                        + Literals.typed(new BindValue.Classes(List.of(0, -7))))) {
            assertThat(rows.next()).isTrue();
            assertThat((Object[]) rows.getArray(1).getArray()).containsExactly(reals.toArray());
            assertThat(rows.getLong(2)).isEqualTo(Long.MIN_VALUE);
            assertThat(rows.getString(3)).isEqualTo("{0,-7}");
        }
    }

    @Test
    void hiddenRowsAreNotCounted() throws SQLException {
        assertThat(ask("SELECT COUNT(*) FROM data.stars").toString()).isEqualTo("[[900]]");
    }
}
