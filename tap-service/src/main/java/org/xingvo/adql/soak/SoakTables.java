package org.xingvo.adql.soak;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.adql.Catalogue;
import org.xingvo.adql.ColumnDescription;
import org.xingvo.adql.TableDescription;

/** The tables that random queries are about, and some that are not published. */
public final class SoakTables {
    static final TableDescription OBJECTS = table(
            "objects",
            0,
            column("id", "int", null, null),
            column("ra", "double", null, null),
            column("dec", "double", null, null),
            column("mag", "float", null, null),
            column("name", "char", "*", null),
            column("n", "long", null, null),
            column("flag", "short", null, null),
            column("good", "boolean", null, null),
            column("seen", "char", "*", "timestamp"),
            column("flux", "float", "*", null),
            column("pos", "double", "2", "point"),
            column("shape", "char", "*", "adql:REGION"));

    static final TableDescription SPECTRA = table(
            "spectra",
            0,
            column("id", "int", null, null),
            column("object", "int", null, null),
            column("z", "double", null, null),
            column("kind", "char", "*", null));

    /** Names that a query may try and must not get, with a column each may have. */
    static final List<String> UNPUBLISHED = List.of(
            "soak.secret",
            "pg_class",
            "pg_catalog.pg_authid",
            "information_schema.tables",
            "archive.dataset",
            "sky.point",
            "migrations.flyway_schema_history");

    /** Made by {@link #statements}; {@code secret} is known to the catalogue, but of a class that nobody sees. */
    public static final Catalogue CATALOGUE =
            Catalogue.of(List.of(OBJECTS, SPECTRA, table("secret", 99, column("id", "int", null, null))));

    private SoakTables() {}

    private static TableDescription table(String name, int accessClass, ColumnDescription... columns) {
        return new TableDescription("soak", name, "soak", name, List.of(columns), accessClass, true);
    }

    private static ColumnDescription column(
            String name, String datatype, @Nullable String arraysize, @Nullable String xtype) {
        return new ColumnDescription(name, name, datatype, arraysize, xtype, null, null, null, null, null);
    }

    /** What makes and fills them; indexes of positions come after. */
    public static List<String> statements() {
        return List.of(
                "drop schema if exists soak cascade",
                "create schema soak",
                """
                create table soak.objects as
                select i as id, (i * 137.5)::float8 - 360 * floor(i * 137.5 / 360)::float8 as ra,
                       (i * 23.25 % 170 - 85)::float8 as dec, (10 + i % 50 / 10.0)::real as mag,
                       case when i % 7 = 0 then null else 'object ' || i end as name, (i % 11)::bigint as n,
                       (i % 5)::smallint as flag, i % 2 = 0 as good, timestamp '2020-01-01' + i * interval '1 day' as seen,
                       array[i, i / 2.0]::real[] as flux, array[i % 360, i % 90]::float8[] as pos,
                       case when i % 4 = 0 then null when i % 2 = 0 then array[i % 360, i % 90, 1 + i % 5]::float8[]
                            else sky.box(i % 360, i % 80, 1 + i % 4, 1) end as shape,
                       case when i % 10 = 0 then 99 else 0 end as access_class
                  from generate_series(1, 200) i""",
                """
                create table soak.spectra as
                select i as id, i / 2 as object, case when i % 9 = 0 then null else i / 100.0 end::float8 as z,
                       (array['STAR', 'GALAXY', 'QSO'])[1 + i % 3] as kind, case when i % 8 = 0 then 99 else 0 end as access_class
                  from generate_series(1, 150) i""",
                "create table soak.secret as select i as id, 99 as access_class from generate_series(1, 3) i",
                "grant usage on schema soak to xingvo_reader",
                "grant select on soak.objects, soak.spectra to xingvo_reader");
    }
}
