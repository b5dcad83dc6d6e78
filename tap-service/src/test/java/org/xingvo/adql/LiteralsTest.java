package org.xingvo.adql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xingvo.adql.sql.Literals;
import org.xingvo.dali.auth.Visibility;
import org.xingvo.schemas.SkyDialect;

class LiteralsTest {
    private static final List<String> PIECES = List.of(
            "",
            "a",
            "'",
            "''",
            "\\",
            "\\\\",
            "\\'",
            "'\\",
            "\\'; drop table x; --",
            "'; drop table x; --",
            "\"",
            "$$",
            "$a$",
            "--",
            "/*",
            "*/",
            "?",
            "{d '2000-01-01'}",
            "\n",
            "\r\n",
            "\t",
            "\u0001",
            "\u00a0",
            "é",
            "ʼ",
            "’",
            "＇",
            "\ud83c\udf0c",
            "\u2028",
            "E'",
            "U&'\\0027",
            "::text",
            "::text)",
            ";",
            "%",
            "\\x27",
            "\\047",
            "\\u0027");

    /** Every piece, and every two of them together. */
    static List<String> hostile() {
        List<String> texts = new ArrayList<>();
        for (String first : PIECES) {
            for (String second : PIECES) {
                texts.add(first + second);
            }
        }
        return texts;
    }

    static List<List<String>> inChunks(List<String> texts) {
        List<List<String>> chunks = new ArrayList<>();
        for (int i = 0; i < texts.size(); i += 200) {
            chunks.add(texts.subList(i, Math.min(texts.size(), i + 200)));
        }
        return chunks;
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "abc | 'abc'::text",
                "it's | 'it''s'::text",
                "a\\b | \" E'a\\\\b'::text\"",
                "\\' | \" E'\\\\'''::text\""
            })
    void aTextIsQuotedAndTyped(String text, String literal) {
        assertThat(Literals.typed(new BindValue.Text(text))).isEqualTo(literal);
    }

    @Test
    void numbersAreQuotedToo() {
        assertThat(Literals.typed(new BindValue.Whole(-1))).isEqualTo("'-1'::bigint");
        assertThat(Literals.typed(new BindValue.Real(Double.NaN))).isEqualTo("'NaN'::double precision");
        assertThat(Literals.typed(new BindValue.Real(1e-7))).isEqualTo("'1.0E-7'::double precision");
        assertThat(Literals.typed(new BindValue.Reals(List.of(1.5, Double.POSITIVE_INFINITY))))
                .isEqualTo("'{1.5,Infinity}'::double precision[]");
        assertThat(Literals.typed(new BindValue.Classes(List.of()))).isEqualTo("'{}'::integer[]");
    }

    /** Read by the rules of PostgreSQL's lexer, as it does either way of the setting. */
    @Test
    void noTextEndsItsLiteral() {
        for (String text : hostile()) {
            String literal = Literals.typed(new BindValue.Text(text));
            for (boolean conforming : new boolean[] {true, false}) {
                assertThat(read(literal, conforming)).as(literal).isEqualTo(text);
            }
        }
    }

    private static String read(String literal, boolean conforming) {
        String rest = literal.strip();
        boolean escapes = !conforming || rest.startsWith("E");
        int next = rest.startsWith("E") ? 2 : 1;
        StringBuilder text = new StringBuilder();
        for (; ; next++) {
            char c = rest.charAt(next);
            if (c == '\\' && escapes) {
                text.append(rest.charAt(++next));
            } else if (c == '\'' && rest.charAt(next + 1) == '\'') {
                text.append(rest.charAt(++next));
            } else if (c == '\'') {
                assertThat(rest.substring(next + 1)).isEqualTo("::text");
                return text.toString();
            } else {
                text.append(c);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "\ud83c", "a\udf0c"})
    void aTextThatPostgresCannotHoldIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Literals.typed(new BindValue.Text(text)));
    }

    @Test
    void aStatementWithLiteralsHasNoQuestionMarkOfItsOwn() {
        CompiledQuery query = Adql.compile(
                "SELECT TOP 3 id FROM stars WHERE name = 'what?' AND n > 5 AND ra BETWEEN 1 AND 2",
                TestSky.CATALOGUE,
                new CompileOptions(SkyDialect.CUBE, Visibility.PUBLIC_ONLY, 11));
        assertThat(query.inlined().replace("'what?'::text", "")).doesNotContain("?");
        assertThat(query.inlined())
                .contains("= any('{0}'::integer[])")
                .contains("= 'what?'::text)")
                .contains("between '1.0'::double precision and '2.0'::double precision")
                .endsWith(" limit '3'::bigint");
    }
}
