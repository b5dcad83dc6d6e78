package org.xingvo.adql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xingvo.adql.CompileOptions.Limits;
import org.xingvo.adql.ast.Query;
import org.xingvo.adql.parse.Parser;

class ParserTest {
    static Stream<String> accepted() {
        return Stream.concat(
                Examples.ALL.stream().map(Examples.Example::adql),
                List.of(
                        "select*from t",
                        "SELECT t.*,u.* FROM a.t AS t,b.u u",
                        "SELECT -1, - -1, +.5, 1., 1.e3, 1E-3, 1.5e+10, a-1, a - -b FROM t",
                        "SELECT a FROM t -- comment 'with\nWHERE a=1 -- end",
                        "SELECT a\r\n\tFROM\u00a0t;",
                        "SELECT \"a \"\"b\"\" c\".\"D\" AS \"select\" FROM \"x.y\".\"Z\"",
                        "SELECT a AS \"from\", b c FROM t",
                        "SELECT ALL a FROM t",
                        "SELECT DISTINCT TOP 5 a FROM t",
                        "SELECT TOP 5 DISTINCT a FROM t",
                        "SELECT a FROM t WHERE a = 1 AND NOT b <> 2 OR NOT NOT c != 'it''s' AND (d < 1 OR e >= 2)",
                        "SELECT a FROM t WHERE (a + b) * c > 3 AND ((a)) = (1)",
                        "SELECT a FROM t WHERE a NOT BETWEEN 1 AND 2 AND b NOT IN (1, 'x', NULL) AND c NOT LIKE 'a%'",
                        "SELECT a FROM t WHERE a IS NULL AND b IS NOT NULL AND NOT EXISTS (SELECT * FROM u)",
                        "SELECT a FROM t WHERE a IN ((SELECT b FROM u)) AND c IN ((1), (2))",
                        "SELECT a FROM t WHERE (SELECT COUNT(*) FROM u) > 1 AND ((SELECT 1 FROM u) + 1) > 2",
                        "SELECT a FROM ((SELECT b FROM t) UNION (SELECT c FROM u)) AS q",
                        "SELECT a FROM ((SELECT b FROM t) AS q JOIN u ON q.b = u.b)",
                        "SELECT a FROM t LEFT JOIN u ON 1=1 RIGHT OUTER JOIN v USING (a, \"B\") NATURAL FULL JOIN w",
                        "SELECT a FROM t JOIN (u JOIN v USING (x)) ON t.a = u.a CROSS JOIN w",
                        "SELECT a FROM t UNION ALL SELECT b FROM u EXCEPT SELECT c FROM v INTERSECT SELECT d FROM w",
                        "SELECT COUNT(DISTINCT a), SUM(ALL b) FROM t GROUP BY c, d + 1 HAVING MAX(a) > 1 ORDER BY 1, b DESC",
                        "SELECT a || b || 'c' FROM t ORDER BY a ASC OFFSET 10",
                        "SELECT pi(), my_function(a, 'b'), ivo_x() FROM t",
                        "SELECT CAST(a AS DOUBLE PRECISION), CAST(b AS char(3)), CAST('1 2' AS POINT) FROM t",
                        "WITH a AS (SELECT b FROM t) SELECT * FROM a")
                        .stream());
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void aTreeWrittenAgainReadsTheSame(String adql) {
        Query query = Parser.parse(adql, Limits.DEFAULT);
        assertThat(Parser.parse(AstText.of(query), Limits.DEFAULT)).isEqualTo(query);
    }
}
