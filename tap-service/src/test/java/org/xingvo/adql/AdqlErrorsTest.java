package org.xingvo.adql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xingvo.adql.AdqlException.Category;
import org.xingvo.schemas.SkyDialect;

class AdqlErrorsTest {
    record Wrong(String adql, String message) {
        @Override
        public String toString() {
            return adql;
        }
    }

    static List<Wrong> wrong() {
        return List.of(
                of("", "Syntax error at line 1, column 1: expected SELECT, found end of query"),
                of("SELEC id FROM stars", "Syntax error at line 1, column 1: expected SELECT, found SELEC"),
                of("SELECT id FORM stars", "Syntax error at line 1, column 16: expected ,, AS or FROM, found stars"),
                of("SELECT id,\n  FROM stars", "Syntax error at line 2, column 3: expected an expression, found FROM"),
                of("SELECT TOP x id FROM stars", "Syntax error at line 1, column 12: expected a whole number, found x"),
                of(
                        "SELECT id FROM stars WHERE",
                        "Syntax error at line 1, column 27: expected an expression, found end of query"),
                of(
                        "SELECT id FROM stars WHERE id = ",
                        "Syntax error at line 1, column 33: expected an expression, found end of query"),
                of(
                        "SELECT id FROM stars WHERE id = 1 mag > 2",
                        "Syntax error at line 1, column 35: expected AND, OR, GROUP BY, HAVING, ORDER BY, OFFSET or end of query, found mag"),
                of(
                        "SELECT id FROM stars WHERE (id = 1",
                        "Parenthesis is not closed at line 1, column 28: expected ), found end of query"),
                of("SELECT id FROM stars WHERE id = 1)", "Parenthesis was not opened at line 1, column 34: found )"),
                of(
                        "SELECT 'abc FROM stars",
                        "String is not closed at line 1, column 8: expected ', found end of query"),
                of(
                        "SELECT \"abc FROM stars",
                        "Delimited identifier is not closed at line 1, column 8: expected \", found end of query"),
                of(
                        "SELECT \"\" FROM stars",
                        "Delimited identifier is empty at line 1, column 8: expected a name between the quotes, found \"\""),
                of(
                        "SELECT 12abc FROM stars",
                        "Number is malformed at line 1, column 8: expected digits with one point and an exponent at most, found 12abc"),
                of(
                        "SELECT 1e400 FROM stars",
                        "Number is too large at line 1, column 8: expected less than 1.8e308, found 1e400"),
                of("SELECT id FROM stars WHERE id # 2", "Character cannot stand here at line 1, column 31: found #"),
                of(
                        "SELECT id FROM stars WHERE name = “x”",
                        "Character cannot stand here at line 1, column 35: found U+201C"),
                of(
                        "SELECT id FROM stars LIMIT 10",
                        "LIMIT is not ADQL at line 1, column 22: expected TOP 10 after SELECT, found LIMIT"),
                of(
                        "SELECT size FROM stars",
                        "size is a reserved word at line 1, column 8: expected an expression (a name equal to a reserved word stands in double quotes), found size"),
                of(
                        "SELECT id FROM stars WHERE id NOT 3",
                        "Syntax error at line 1, column 35: expected BETWEEN, IN, LIKE or ILIKE, found 3"),
                of(
                        "SELECT id FROM stars JOIN spectra",
                        "Syntax error at line 1, column 34: expected ON or USING, found end of query"),
                of(
                        "SELECT id FROM (SELECT id FROM stars)",
                        "Syntax error at line 1, column 38: expected a name for the sub-query, found end of query"),
                of(
                        "SELECT CAST(id AS TEXT) FROM stars",
                        "Syntax error at line 1, column 19: expected SMALLINT, INTEGER, BIGINT, REAL, DOUBLE PRECISION, CHAR, VARCHAR, TIMESTAMP, POINT, CIRCLE or POLYGON, found TEXT"),
                of("DROP TABLE stars", "Syntax error at line 1, column 1: expected SELECT, found DROP"),
                of(
                        "SELECT id FROM stars; DROP TABLE stars",
                        "Syntax error at line 1, column 23: expected WHERE, GROUP BY, HAVING, ORDER BY, OFFSET or end of query, found DROP"),
                // names
                of("SELECT id FROM star", "Unknown table star at line 1, column 16; near names: data.Stars"),
                of("SELECT id FROM foo.stars", "Unknown table foo.stars at line 1, column 16; near names: data.Stars"),
                of("SELECT id FROM secret", "Unknown table secret at line 1, column 16"),
                of(
                        "SELECT id FROM data.\"STARS\"",
                        "Unknown table data.\"STARS\" at line 1, column 16; near names: data.Stars"),
                of("SELECT magg FROM stars", "Unknown column magg at line 1, column 8; near names: mag"),
                of("SELECT \"RA\" FROM stars", "Unknown column \"RA\" at line 1, column 8; near names: ra"),
                of("SELECT access_class FROM stars", "Unknown column access_class at line 1, column 8"),
                of("SELECT s.access_class FROM stars s", "Unknown column s.access_class at line 1, column 8"),
                of("SELECT x.id FROM stars s", "Table x is not in the FROM clause at line 1, column 8; near names: s"),
                of(
                        "SELECT id FROM stars s, spectra p",
                        "Column name is ambiguous at line 1, column 8: expected s.id or p.id, found id"),
                of(
                        "SELECT q.b FROM (SELECT id AS a FROM stars) AS q",
                        "Unknown column q.b at line 1, column 8; near names: a"),
                of("SELECT id FROM stars JOIN spectra USING (mag)", "Unknown column mag at line 1, column 42"),
                of("SELECT foo(id) FROM stars", "Unknown function at line 1, column 8: found foo"),
                of("SELECT sqr(id) FROM stars", "Unknown function at line 1, column 8: expected SQRT, found sqr"),
                // types
                of(
                        "SELECT id + name FROM stars",
                        "Argument of + is no number at line 1, column 13: expected a number, found char"),
                of(
                        "SELECT id FROM stars WHERE id = 'x'",
                        "Values cannot be compared at line 1, column 31: expected int, found char"),
                of(
                        "SELECT id FROM stars WHERE id LIKE 'x'",
                        "Argument of LIKE is no text at line 1, column 28: expected char, found int"),
                of(
                        "SELECT id FROM stars WHERE id",
                        "Value stands where a condition should at line 1, column 28: expected a comparison"),
                of(
                        "SELECT id FROM stars WHERE CONTAINS(POINT(ra,dec), CIRCLE(1,2,3))",
                        "Value stands where a condition should at line 1, column 28: expected 1 = CONTAINS(...)"),
                of(
                        "SELECT id = 1 FROM stars",
                        "Condition stands where a value should at line 1, column 11: expected a value"),
                of(
                        "SELECT id, COUNT(*) FROM stars",
                        "Column ID has many values in a group at line 1, column 8: expected a column of GROUP BY or an aggregate"),
                of(
                        "SELECT id FROM stars WHERE COUNT(*) > 1",
                        "COUNT stands in WHERE at line 1, column 28: expected a value of each row"),
                of(
                        "SELECT id FROM stars s WHERE (SELECT MAX(s.n) FROM spectra) > 1",
                        "Aggregate is of columns of the query around it at line 1, column 42:"
                                + " expected a column of its own query"),
                of(
                        "SELECT SUM(COUNT(*)) FROM stars",
                        "COUNT stands in an aggregate at line 1, column 12: expected a value of each row"),
                of(
                        "SELECT SUM(name) FROM stars",
                        "Argument of SUM is no number at line 1, column 12: expected a number, found char"),
                of(
                        "SELECT id FROM stars ORDER BY 2",
                        "Number is no place in the select list at line 1, column 31: expected 1 to 1, found 2"),
                of(
                        "SELECT DISTINCT id FROM stars ORDER BY mag",
                        "Rows of SELECT DISTINCT are ordered by selected columns only at line 1, column 40: expected a selected column"),
                of(
                        "SELECT id FROM stars UNION SELECT id, z FROM spectra",
                        "Both sides of UNION need as many columns at line 1, column 22: expected 1 columns, found 2 columns"),
                of(
                        "SELECT id FROM stars UNION SELECT class FROM spectra",
                        "Column 1 of UNION has different types at line 1, column 22: expected int, found char"),
                of(
                        "SELECT id FROM stars WHERE id IN (SELECT id, z FROM spectra)",
                        "Sub-query of IN has several columns at line 1, column 31: expected one column, found 2 columns"),
                of(
                        "SELECT SQRT(1, 2) FROM stars",
                        "SQRT has the wrong number of arguments at line 1, column 8: expected 1, found 2"),
                of(
                        "SELECT id FROM stars WHERE seen > 'yesterday'",
                        "Text is no timestamp at line 1, column 33: expected YYYY-MM-DDThh:mm:ss.sss, found 'yesterday'"),
                of(
                        "SELECT flux + 1 FROM stars",
                        "Argument of + is no number at line 1, column 8: expected a number, found array"),
                // geometry
                of(
                        "SELECT id FROM stars WHERE 1=CONTAINS(POINT('GALACTIC', ra, dec), CIRCLE(1,2,3))",
                        "Frame is not supported at line 1, column 45: expected 'ICRS', found 'GALACTIC'"),
                of(
                        "SELECT POINT(1, 95) FROM stars",
                        "Declination is out of range at line 1, column 17: expected -90 to 90 degrees, found 95"),
                of(
                        "SELECT CIRCLE(1, 2, -1) FROM stars",
                        "Radius is out of range at line 1, column 21: expected 0 to 180 degrees, found -1"),
                of(
                        "SELECT POLYGON(1,1, 2,2) FROM stars",
                        "POLYGON has the wrong arguments at line 1, column 8: expected at least 3 vertices, found 4 arguments"),
                of(
                        "SELECT POLYGON(0,0, 10,10, 10,0, 0,10) FROM stars",
                        "Polygon crosses itself at line 1, column 8: expected edges that meet only at vertices, found edges 1 and 3"),
                of(
                        "SELECT POLYGON(0,0, 120,0, 240,0) FROM stars",
                        "Polygon is too large at line 1, column 8: expected every vertex within 90 degrees of their mean, found vertex 1"),
                of(
                        "SELECT CONTAINS(ra, CIRCLE(1,2,3)) FROM stars",
                        "Argument of CONTAINS is no geometry at line 1, column 17: expected a point, circle, polygon or region, found double"),
                of(
                        "SELECT REGION('ELLIPSE 1 2 3') FROM stars",
                        "Region is not understood at line 1, column 15: expected CIRCLE, POLYGON, BOX or POSITION in ICRS and numbers, found ELLIPSE with 3 numbers"));
    }

    private static Wrong of(String adql, String message) {
        return new Wrong(adql, message);
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void aWrongQueryHasItsMessage(Wrong wrong) {
        assertThat(refusal(wrong.adql())).hasMessage(wrong.message());
    }

    static List<Examples.Example> refused() {
        return Examples.REFUSED;
    }

    @ParameterizedTest
    @MethodSource("refused")
    void aRefusedQueryOfTheCorpusHasItsMessage(Examples.Example example) {
        AdqlException refusal = catchThrowableOfType(
                AdqlException.class,
                () -> Adql.compile(example.adql(), CorpusSky.CATALOGUE, TestSky.asPublic(SkyDialect.CUBE)));
        assertThat(refusal).as(example.adql()).isNotNull().hasMessage(example.answer());
    }

    private static AdqlException refusal(String adql) {
        AdqlException refusal = catchThrowableOfType(
                AdqlException.class, () -> Adql.compile(adql, TestSky.CATALOGUE, TestSky.asPublic(SkyDialect.CUBE)));
        assertThat(refusal).as(adql).isNotNull();
        return refusal;
    }

    @Test
    void aTableIsUnknownToThoseWhoMayNotSeeIt() {
        assertThat(refusal("SELECT COUNT(*) FROM data.secret").category()).isEqualTo(Category.UNKNOWN_TABLE);
        assertThat(Adql.compile(
                                "SELECT COUNT(*) FROM data.secret",
                                TestSky.CATALOGUE,
                                TestSky.asMember(SkyDialect.CUBE))
                        .columns())
                .hasSize(1);
    }

    @Test
    void nestingBeyondTheLimitIsRefused() {
        String deep = "(".repeat(100_000) + "1" + ")".repeat(100_000);
        assertThat(refusal("SELECT " + deep + " FROM stars").category()).isEqualTo(Category.LIMIT);
        assertThat(refusal("SELECT " + "- ".repeat(100_000) + "1 FROM stars").category())
                .isEqualTo(Category.LIMIT);
        assertThat(refusal("SELECT id FROM stars WHERE " + "NOT ".repeat(100_000) + "id=1")
                        .category())
                .isEqualTo(Category.LIMIT);
        assertThat(refusal("SELECT 1" + "+1".repeat(100_000) + " FROM stars").category())
                .isEqualTo(Category.LIMIT);
        assertThat(refusal("SELECT 1 FROM " + "(SELECT 1 FROM ".repeat(50_000) + "stars" + ") AS q".repeat(50_000))
                        .category())
                .isEqualTo(Category.LIMIT);
        assertThat(refusal("SELECT 1 FROM " + "(".repeat(50_000) + "stars" + ")".repeat(50_000))
                        .category())
                .isEqualTo(Category.LIMIT);
        assertThat(refusal("SELECT " + "ABS(".repeat(5_000) + "1" + ")".repeat(5_000) + " FROM stars")
                        .category())
                .isEqualTo(Category.LIMIT);
    }

    /** On the stack that a thread has unless it is given another. */
    @Test
    void nestingUpToTheLimitsIsCompiled() throws InterruptedException {
        List<String> deep = List.of(
                "SELECT id FROM stars WHERE id" + "+id".repeat(290) + " > 1",
                "SELECT id FROM stars WHERE ra" + "/ra".repeat(290) + " > 1 ORDER BY ra" + "*ra".repeat(290),
                "SELECT " + "(".repeat(90) + "1/ra" + "/ra".repeat(290) + ")".repeat(90) + " FROM stars",
                "SELECT " + "ABS(".repeat(96) + "ra" + "/ra".repeat(290) + ")".repeat(96) + " FROM stars",
                "SELECT " + "(SELECT id+".repeat(48) + "1" + " FROM stars)".repeat(48) + " FROM stars",
                "SELECT " + "CASE WHEN id>0 THEN ".repeat(48) + "ra" + "/ra".repeat(290) + " END".repeat(48)
                        + " FROM stars");
        List<Integer> compiled = Collections.synchronizedList(new ArrayList<>());
        Thread thread = new Thread(
                null,
                () -> deep.forEach(
                        q -> compiled.add(Adql.compile(q, TestSky.CATALOGUE, TestSky.asPublic(SkyDialect.CUBE))
                                .columns()
                                .size())),
                "compiler",
                1L << 20);
        thread.start();
        thread.join();
        assertThat(compiled).hasSize(deep.size());
    }

    @Test
    void whatWouldTakeQuadraticTimeIsLimited() {
        assertThat(refusal("SELECT COUNT(*) FROM stars GROUP BY id" + ", id+1".repeat(2_000))
                        .category())
                .isEqualTo(Category.LIMIT);
        assertThat(refusal("SELECT id FROM stars ORDER BY id" + ", id".repeat(2_000))
                        .category())
                .isEqualTo(Category.LIMIT);
        assertThat(refusal("SELECT id FROM stars WHERE 1=CONTAINS(POINT(ra, dec), POLYGON(1, 2" + ", 1, 2".repeat(3_000)
                        + "))"))
                .hasMessageStartingWith("Polygon has too many vertices");
        assertThat(refusal("SELECT a" + ".a".repeat(100_000) + " FROM stars"))
                .hasMessageStartingWith("Name has too many parts");
        assertThat(refusal("SELECT " + "a".repeat(500_000) + " FROM stars").getMessage())
                .hasSizeLessThan(400);
    }

    @Test
    void sizeBeyondTheLimitIsRefused() {
        assertThat(refusal("SELECT id FROM stars" + " ".repeat(2_000_000)).category())
                .isEqualTo(Category.LIMIT);
        assertThat(refusal("SELECT 1 FROM stars WHERE id IN (1" + ", 1".repeat(40_000) + ")")
                        .category())
                .isEqualTo(Category.LIMIT);
        assertThat(refusal("SELECT 1 FROM stars" + ", stars".repeat(100)).category())
                .isEqualTo(Category.LIMIT);
        assertThat(refusal("SELECT id" + ", id".repeat(2_000) + " FROM stars").category())
                .isEqualTo(Category.LIMIT);
    }
}
