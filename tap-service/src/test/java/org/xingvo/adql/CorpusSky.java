package org.xingvo.adql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.xingvo.schemas.SkyDialect;
import org.xingvo.schemas.SkySql;

/** Small tables with the columns that people know from the large services, for the corpus of queries. */
final class CorpusSky {
    private static final TableDescription GAIA = table(
            "gaiadr3",
            "gaia_source",
            "gaia",
            column("source_id", "long", null, null),
            column("random_index", "long", null, null),
            column("ref_epoch", "double", null, "yr"),
            column("ra", "double", null, "deg"),
            column("ra_error", "float", null, "mas"),
            column("dec", "double", null, "deg"),
            column("parallax", "double", null, "mas"),
            column("parallax_error", "float", null, "mas"),
            column("parallax_over_error", "float", null, null),
            column("pmra", "double", null, "mas/yr"),
            column("pmdec", "double", null, "mas/yr"),
            column("ruwe", "float", null, null),
            column("phot_g_mean_mag", "float", null, "mag"),
            column("phot_bp_mean_mag", "float", null, "mag"),
            column("phot_rp_mean_mag", "float", null, "mag"),
            column("bp_rp", "float", null, "mag"),
            column("radial_velocity", "float", null, "km/s"),
            column("phot_variable_flag", "char", "*", null),
            column("duplicated_source", "boolean", null, null),
            column("l", "double", null, "deg"),
            column("b", "double", null, "deg"));

    private static final TableDescription PHOTO = table(
            "sdssdr16",
            "photoobj",
            "photoobj",
            column("objid", "long", null, null),
            column("ra", "double", null, "deg"),
            column("dec", "double", null, "deg"),
            column("u", "float", null, "mag"),
            column("g", "float", null, "mag"),
            column("r", "float", null, "mag"),
            column("i", "float", null, "mag"),
            column("z", "float", null, "mag"),
            column("type", "short", null, null),
            column("clean", "short", null, null),
            column("mode", "short", null, null),
            column("flags", "long", null, null));

    private static final TableDescription SPEC = table(
            "sdssdr16",
            "specobj",
            "specobj",
            column("specobjid", "long", null, null),
            column("bestobjid", "long", null, null),
            column("plate", "int", null, null),
            column("mjd", "int", null, "d"),
            column("fiberid", "int", null, null),
            column("z", "float", null, null),
            column("zerr", "float", null, null),
            column("zwarning", "int", null, null),
            column("class", "char", "*", null),
            column("subclass", "char", "*", null));

    private static final TableDescription HIPPARCOS = table(
            "vizier",
            "I/239/hip_main",
            "hip",
            column("HIP", "int", null, null),
            column("RAICRS", "double", null, "deg"),
            column("DEICRS", "double", null, "deg"),
            column("Vmag", "float", null, "mag"),
            column("Plx", "double", null, "mas"),
            column("e_Plx", "double", null, "mas"),
            column("B-V", "float", null, "mag"),
            column("SpType", "char", "*", null),
            column("_RA_icrs", "char", "*", null));

    private static final TableDescription OBS = table(
            "obs",
            "observations",
            "observations",
            column("obs_id", "char", "*", null),
            column("dataproduct_type", "char", "*", null),
            column("calib_level", "int", null, null),
            column("obs_collection", "char", "*", null),
            column("target_name", "unicodeChar", "*", null),
            column("s_ra", "double", null, "deg"),
            column("s_dec", "double", null, "deg"),
            column("s_fov", "double", null, "deg"),
            region("s_region"),
            column("t_min", "double", null, "d"),
            column("t_max", "double", null, "d"),
            column("t_exptime", "double", null, "s"),
            column("em_min", "double", null, "m"),
            column("em_max", "double", null, "m"),
            column("access_url", "char", "*", null),
            column("access_estsize", "long", null, "kbyte"),
            timestamp("obs_release_date"),
            column("s_point", "double", "2", null),
            column("t_range", "double", "2", "d"),
            column("keywords", "char", "*", null));

    static final Catalogue CATALOGUE =
            Catalogue.of(new ArrayList<>(TestSky.CATALOGUE.tables())).with(List.of(GAIA, PHOTO, SPEC, HIPPARCOS, OBS));

    private CorpusSky() {}

    private static TableDescription table(String schema, String name, String sqlName, ColumnDescription... columns) {
        return new TableDescription(schema, name, "data", sqlName, List.of(columns), 0, true);
    }

    private static ColumnDescription column(
            String name, String datatype, @Nullable String arraysize, @Nullable String unit) {
        String xtype = name.equals("s_point") ? "point" : name.equals("t_range") ? "interval" : null;
        return new ColumnDescription(name, name, datatype, arraysize, xtype, unit, null, null, null, null);
    }

    private static ColumnDescription region(String name) {
        return new ColumnDescription(name, name, "char", "*", "adql:REGION", null, null, null, null, null);
    }

    private static ColumnDescription timestamp(String name) {
        return new ColumnDescription(name, name, "char", "*", "timestamp", null, null, null, null, null);
    }

    /** 400 stars, 300 objects, 100 spectra, 120 stars with odd names, 60 observations; every 25th star is hidden. */
    static void fill(DataSource owner, SkyDialect dialect) throws SQLException {
        SkySql sky = SkySql.of(dialect);
        TestSky.execute(
                owner,
                """
                create table data.gaia as
                select 1000000000000000000 + i as source_id, (i * 7919) % 400 as random_index, 2016.0::float8 as ref_epoch,
                       (i * 137.5) % 360 as ra, (0.01 * (1 + i % 5))::real as ra_error,
                       (i * 23.25) % 170 - 85 as dec,
                       case when i % 20 = 0 then null else (i % 40) / 2.0 end::float8 as parallax,
                       (0.02 + 0.01 * (i % 7))::real as parallax_error,
                       case when i % 20 = 0 then null else (i % 40) / 2.0 / (0.02 + 0.01 * (i % 7)) end::real
                           as parallax_over_error,
                       (i % 31 - 15)::float8 as pmra, (i % 17 - 8)::float8 as pmdec,
                       (0.9 + 0.1 * (i % 10))::real as ruwe, (3 + (i % 180) / 10.0)::real as phot_g_mean_mag,
                       (3.5 + (i % 180) / 10.0)::real as phot_bp_mean_mag, (2.5 + (i % 180) / 10.0)::real as phot_rp_mean_mag,
                       case when i % 11 = 0 then null else (i % 30) / 10.0 end::real as bp_rp,
                       case when i % 3 = 0 then (i % 100) - 50 end::real as radial_velocity,
                       (array['NOT_AVAILABLE', 'CONSTANT', 'VARIABLE'])[1 + i % 3] as phot_variable_flag,
                       i % 50 = 1 as duplicated_source, (i * 137.5 + 90) % 360 as l, (i * 23.25) % 170 - 85 as b,
                       case when i % 25 = 0 then 7 else 0 end as access_class
                  from generate_series(1, 400) i""",
                "alter table data.gaia alter ra type float8, alter dec type float8, alter l type float8, alter b type float8",
                sky.pointIndex("data.gaia", "ra", "dec"),
                """
                create table data.photoobj as
                select 1237000000000000000 + i as objid, (i * 1.25 % 360)::float8 as ra, (i * 0.4 % 60)::float8 as dec,
                       (18 + i % 7)::real as u, (17 + i % 6)::real as g, (16 + i % 5)::real as r, (15.5 + i % 4)::real as i,
                       (15 + i % 3)::real as z, (case when i % 2 = 0 then 3 else 6 end)::smallint as type,
                       (case when i % 9 = 0 then 0 else 1 end)::smallint as clean, (1 + i % 2)::smallint as mode,
                       (i * 4096)::bigint as flags, 0 as access_class
                  from generate_series(1, 300) i""",
                """
                create table data.specobj as
                select 299000000000000000 + i as specobjid, 1237000000000000000 + 3 * i as bestobjid, 266 + i / 10 as plate,
                       51600 + i as mjd, i % 640 as fiberid, (i / 50.0)::real as z, 0.0001::real as zerr,
                       case when i % 8 = 0 then 4 else 0 end as zwarning,
                       (array['GALAXY', 'STAR', 'QSO'])[1 + i % 3] as class,
                       case when i % 3 = 0 then 'STARFORMING' when i % 3 = 2 then 'BROADLINE' end as subclass,
                       0 as access_class
                  from generate_series(1, 100) i""",
                """
                create table data.hip as
                select i as "HIP", (i * 3.0 % 360)::float8 as "RAICRS", (i * 1.5 - 89)::float8 as "DEICRS",
                       (i % 12)::real as "Vmag", (i % 50)::float8 as "Plx", 0.5::float8 as "e_Plx",
                       case when i % 10 = 0 then null else (i % 20) / 10.0 end::real as "B-V",
                       (array['G2V', 'K0III', 'A0', 'M4V'])[1 + i % 4] as "SpType",
                       lpad((i % 24)::text, 2, '0') || ' 30 15.' || i % 10 as "_RA_icrs", 0 as access_class
                  from generate_series(1, 120) i""",
                """
                create table data.observations as
                select 'obs-' || i as obs_id,
                       (array['image', 'spectrum', 'cube', 'timeseries'])[1 + i % 4] as dataproduct_type, i % 4 as calib_level,
                       case when i % 2 = 0 then 'SURVEY' else 'Pointed' end as obs_collection,
                       case when i % 5 = 0 then 'Ω Cen' else 'NGC ' || 7000 + i end as target_name,
                       (i * 6.0)::float8 as s_ra, (i * 2.0 - 60)::float8 as s_dec, 0.5::float8 as s_fov,
                       case when i % 6 = 0 then null when i % 2 = 0 then array[i * 6.0, i * 2.0 - 60, 1]::float8[]
                            else sky.box(i * 6.0, i * 2.0 - 60, 2, 1) end as s_region,
                       (55000 + i)::float8 as t_min, (55000 + i + 0.5)::float8 as t_max, (60 * (i % 10))::float8 as t_exptime,
                       (4e-7)::float8 as em_min, (5e-7 + i * 1e-8)::float8 as em_max,
                       'http://localhost/data/' || i as access_url, (1000 * i)::bigint as access_estsize,
                       timestamp '2020-01-01' + i * interval '1 month' as obs_release_date,
                       array[i * 6.0, i * 2.0 - 60]::float8[] as s_point, array[55000 + i, 55001 + i]::float8[] as t_range,
                       (array['nebula#star', 'Galaxy', 'star#cluster#open'])[1 + i % 3] as keywords, 0 as access_class
                  from generate_series(1, 60) i""",
                sky.pointIndex("data.observations", "s_ra", "s_dec"),
                sky.regionIndex("data.observations", "s_region"),
                "grant select on all tables in schema data to xingvo_reader",
                "analyze");
    }
}
