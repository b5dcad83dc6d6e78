package org.xingvo.adql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xingvo.schemas.SkyDialect;

/** Queries with pieces changed, dropped, doubled and exchanged: refused or compiled, never anything else. */
class AdqlFuzzTest {
    private static final int COUNT = 20_000;
    private static final Pattern WORD = Pattern.compile("\\w+");
    private static final List<String> PIECES = List.of(
            "(",
            ")",
            ",",
            ".",
            "*",
            "'",
            "\"",
            "--",
            "-",
            "+",
            "/",
            "||",
            "=",
            "<",
            ";",
            "1",
            "1e",
            "0.5",
            "SELECT ",
            " FROM ",
            " WHERE ",
            " AND ",
            " NOT ",
            " NULL ",
            " IN ",
            " LIKE ",
            " GROUP BY ",
            " ORDER BY ",
            " stars ",
            " spectra ",
            " id ",
            " ra ",
            "dec",
            " name ",
            " AS ",
            " JOIN ",
            " USING ",
            "POINT(",
            "CIRCLE(",
            "CONTAINS(",
            "POLYGON(",
            "COUNT(*)",
            "MAX(",
            "CASE ",
            " END ",
            " UNION ",
            "\n",
            "\u0000",
            "é",
            "\ud800",
            "?",
            "$1",
            "\\");

    @ParameterizedTest
    @ValueSource(longs = {1, 20260101})
    void aMutatedQueryIsRefusedOrCompiled(long seed) {
        Random random = new Random(seed);
        int compiled = 0;
        int resolved = 0;
        for (int i = 0; i < COUNT; i++) {
            String adql = mutated(random);
            try {
                CompiledQuery query = Adql.compile(adql, TestSky.CATALOGUE, TestSky.asPublic(SkyDialect.PGSPHERE));
                assertThat(query.columns()).isNotEmpty();
                compiled++;
                resolved++;
            } catch (AdqlException e) {
                assertThat(e.line()).isPositive();
                assertThat(e.column()).isPositive();
                if (e.category() != AdqlException.Category.SYNTAX) {
                    resolved++;
                }
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", query " + i + ": " + adql, e);
            }
        }
        assertThat(compiled).isGreaterThan(COUNT / 20);
        assertThat(resolved).isGreaterThan(COUNT * 3 / 10);
    }

    private static String mutated(Random random) {
        StringBuilder text = new StringBuilder(any(random));
        int changes = 1 + random.nextInt(2);
        for (int i = 0; i < changes && !text.isEmpty(); i++) {
            if (random.nextInt(3) > 0) {
                exchangeWord(text, random);
                continue;
            }
            int at = random.nextInt(text.length());
            int end = Math.min(text.length(), at + random.nextInt(8));
            switch (random.nextInt(5)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                case 2 -> text.replace(at, end, PIECES.get(random.nextInt(PIECES.size())));
                case 3 -> text.insert(at, text.substring(at, end));
                default -> text.replace(at, end, any(random));
            }
        }
        return text.toString();
    }

    /** A word by one of another query, or a number by another. */
    private static void exchangeWord(StringBuilder text, Random random) {
        List<MatchResult> words = WORD.matcher(text).results().toList();
        List<MatchResult> others = WORD.matcher(any(random)).results().toList();
        if (!words.isEmpty()) {
            MatchResult word = words.get(random.nextInt(words.size()));
            boolean number = Character.isDigit(word.group().charAt(0));
            List<String> fitting = others.stream()
                    .map(MatchResult::group)
                    .filter(w -> Character.isDigit(w.charAt(0)) == number
                            && Character.isUpperCase(w.charAt(0))
                                    == Character.isUpperCase(word.group().charAt(0)))
                    .toList();
            if (!fitting.isEmpty()) {
                text.replace(word.start(), word.end(), fitting.get(random.nextInt(fitting.size())));
            }
        }
    }

    private static String any(Random random) {
        return Examples.ALL.get(random.nextInt(Examples.ALL.size())).adql();
    }
}
