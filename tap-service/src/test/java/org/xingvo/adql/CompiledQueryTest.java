package org.xingvo.adql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xingvo.dali.auth.Visibility;
import org.xingvo.schemas.SkyDialect;

class CompiledQueryTest {
    private static CompiledQuery compile(String adql) {
        return Adql.compile(adql, TestSky.CATALOGUE, TestSky.asPublic(SkyDialect.PGSPHERE));
    }

    private static List<String> names(String adql) {
        return compile(adql).columns().stream().map(ResultColumn::name).toList();
    }

    private static String types(String adql) {
        return compile(adql).columns().stream()
                .map(c -> c.datatype()
                        + (c.arraysize() == null ? "" : "[" + c.arraysize() + "]")
                        + (c.xtype() == null ? "" : " " + c.xtype()))
                .toList()
                .toString();
    }

    @Test
    void columnsAreCalledAsDeclaredAndAliasesAsTyped() {
        assertThat(names("SELECT Id, RA, mag AS \"Big M\", dec Foo FROM STARS"))
                .containsExactly("ID", "ra", "Big M", "Foo");
        assertThat(names("SELECT * FROM tap_schema.COLUMNS"))
                .containsExactly("table_name", "column_name", "size", "principal");
    }

    @Test
    void namesOfTheAnswerAreUnique() {
        assertThat(names("SELECT id, id, ID AS Id_2, 1 AS id FROM stars"))
                .containsExactly("ID", "ID_3", "Id_2", "id_4");
        assertThat(names("SELECT COUNT(*), MAX(ra), MAX(dec), 1, id+1 FROM stars GROUP BY id+1"))
                .containsExactly("count", "max", "max_2", "col_4", "col_5");
    }

    @Test
    void aPlainColumnKeepsItsMetadata() {
        ResultColumn column = compile("SELECT s.mag AS m FROM (SELECT * FROM data.stars) AS s")
                .columns()
                .getFirst();
        assertThat(column)
                .isEqualTo(new ResultColumn(
                        "m",
                        "float",
                        null,
                        null,
                        "mag",
                        "phot.mag",
                        null,
                        "Brightness",
                        SqlType.REAL,
                        new ResultColumn.Origin("data", "Stars", "mag")));
    }

    @Test
    void computedColumnsHaveTypes() {
        assertThat(types("SELECT id+1, flag+flag, n*2, mag+mag, mag*2, ra-dec, 7/2, 7/2.0, 99999999999 FROM stars"))
                .isEqualTo("[int, int, long, float, double, double, int, double, long]");
        assertThat(types("SELECT COUNT(*), SUM(flag), AVG(id), MIN(mag), MAX(name), SUM(mag) FROM stars"))
                .isEqualTo("[long, long, double, float, char[*], double]");
        assertThat(types("SELECT name || 'x', name || note, 'é', NULL, CAST(id AS SMALLINT), seen FROM stars"))
                .isEqualTo("[char[*], unicodeChar[*], unicodeChar[*], char[*], short, char[*] timestamp]");
        assertThat(types("SELECT POINT(ra,dec), CIRCLE(ra,dec,1), BOX(ra,dec,1,1), CONTAINS(POINT(1,2), CIRCLE(1,2,3)),"
                        + " DISTANCE(ra,dec,0,0) FROM stars"))
                .isEqualTo("[double[2] point, double[3] circle, double[*] polygon, int, double]");
        assertThat(types("SELECT s_region, COALESCE(s_region, CIRCLE(1,2,3)) FROM obscore"))
                .isEqualTo("[char[*] adql:REGION, char[*] adql:REGION]");
        assertThat(compile("SELECT MAX(ra), DISTANCE(ra,dec,0,0), -mag FROM stars GROUP BY ra, dec, mag")
                        .columns())
                .extracting(ResultColumn::unit)
                .containsExactly("deg", "deg", "mag");
    }

    @Test
    void theSmallerOfTopAndMaxrecLimits() {
        CompileOptions eleven = new CompileOptions(SkyDialect.CUBE, Visibility.PUBLIC_ONLY, 11);
        assertThat(Adql.compile("SELECT TOP 5 id FROM stars", TestSky.CATALOGUE, eleven)
                        .rowLimit())
                .isEqualTo(5);
        CompiledQuery query = Adql.compile("SELECT TOP 50 id FROM stars", TestSky.CATALOGUE, eleven);
        assertThat(query.rowLimit()).isEqualTo(11);
        assertThat(query.top()).isEqualTo(50);
        assertThat(Adql.compile("SELECT id FROM stars UNION SELECT id FROM spectra", TestSky.CATALOGUE, eleven)
                        .sql())
                .endsWith(" limit ?::bigint");
    }

    @Test
    void aConeIsOneCallOnTheColumnsAsTheIndexHasThem() {
        CompiledQuery query =
                compile("SELECT id FROM stars WHERE 1=CONTAINS(POINT('ICRS', ra, dec), CIRCLE('ICRS', 10, 20, 0.5))");
        assertThat(query.sql())
                .isEqualTo("select (t0.\"id\")::integer as c1 from (select \"id\", \"ra\", \"dec\" from"
                        + " \"data\".\"stars\" where \"access_class\" = any(?::integer[])) as t0 where"
                        + " sky.in_circle(t0.\"ra\", t0.\"dec\", ?::double precision, ?::double precision,"
                        + " ?::double precision)");
        assertThat(query.binds())
                .containsExactly(
                        new BindValue.Classes(List.of(0)),
                        new BindValue.Real(10),
                        new BindValue.Real(20),
                        new BindValue.Real(0.5));
        assertThat(query.inlined()).contains("sky.in_circle(t0.\"ra\", t0.\"dec\", '10.0'::double precision,");
    }

    @Test
    void anOperatorsQueryHasNoPredicate() {
        assertThat(Adql.compile("SELECT id FROM stars", TestSky.CATALOGUE, TestSky.asOperator(SkyDialect.CUBE))
                        .sql())
                .isEqualTo("select (t0.\"id\")::integer as c1 from \"data\".\"stars\" as t0");
    }

    @Test
    void anOperationThatCanFailIsGuarded() {
        assertThat(compile("SELECT id FROM stars s LEFT JOIN spectra p USING (id) WHERE 1/(n*z) > 3")
                        .sql())
                .contains("(case when (t0.\"access_class\" = any(?::integer[])) is not false and"
                        + " (t1.\"access_class\" = any(?::integer[])) is not false then (?::double precision / ");
        assertThat(compile("SELECT 1/n FROM stars WHERE ra > 1+1").sql()).doesNotContain("case");
        assertThat(compile("SELECT a FROM (SELECT id, COUNT(*) AS a FROM stars GROUP BY id) AS q WHERE 1/a > 0")
                        .sql())
                .contains(" offset 0) as t1");
        assertThat(compile("WITH q AS (SELECT id FROM stars) SELECT id FROM q WHERE 1/id > 0")
                        .sql())
                .startsWith("with w0 as materialized (");
    }

    /** No word of the user's own is in the SQL. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id AS zzz FROM stars",
                "SELECT id AS \"zzz\"\"; DROP TABLE x; --\" FROM stars",
                "SELECT zzz.id FROM stars AS zzz",
                "SELECT \"zzz?\".id FROM stars AS \"zzz?\"",
                "SELECT id FROM stars WHERE name = 'zzz'' OR 1=1 --'",
                "SELECT id FROM stars WHERE name LIKE '%zzz\\'",
                "SELECT zzz FROM (SELECT id AS zzz FROM stars) AS zzz1 ORDER BY zzz",
                "WITH zzz AS (SELECT id AS zzz2 FROM stars) SELECT zzz2 FROM zzz",
                "SELECT 'zzz' FROM stars GROUP BY 'zzz'",
            })
    void userTextNeverEntersTheSql(String adql) {
        assertThat(compile(adql).sql().replace(" escape ''", ""))
                .doesNotContain("zzz")
                .doesNotContain("'")
                .doesNotContain("--");
    }
}
