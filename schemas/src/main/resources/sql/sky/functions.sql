-- What ADQL's user defined functions need of the database, the same for both geometries. Names and meaning: Catalogue of
-- ADQL User Defined Functions 1.2. As in shared.sql every function is total: what cannot be is null. Safe to run again.

-- HEALPix -------------------------------------------------------------------------------------------------------

-- The bits of x with a zero between each two.
create or replace function sky.spread(x bigint) returns bigint immutable parallel safe strict language plpgsql as $$
begin
    x := (x | (x << 16)) & 281470681808895;
    x := (x | (x << 8)) & 71777214294589695;
    x := (x | (x << 4)) & 1085102592571150095;
    x := (x | (x << 2)) & 3689348814741910323;
    return (x | (x << 1)) & 6148914691236517205;
end $$;

-- Every second bit of x.
create or replace function sky.gather(x bigint) returns bigint immutable parallel safe strict language plpgsql as $$
begin
    x := x & 6148914691236517205;
    x := (x | (x >> 1)) & 3689348814741910323;
    x := (x | (x >> 2)) & 1085102592571150095;
    x := (x | (x >> 4)) & 71777214294589695;
    x := (x | (x >> 8)) & 281470681808895;
    return (x | (x >> 16)) & 4294967295;
end $$;

-- Nested index of the cell of an order from 0 to 29 (Gorski et al. 2005, ApJ 622, 759).
create or replace function sky.healpix_index(hpxorder integer, lon float8, lat float8) returns bigint
immutable parallel safe language plpgsql as $$
declare
    l float8 := sky.ra(lon);
    b float8 := sky.dec(lat);
    nside bigint;
    z float8;
    za float8;
    tt float8;
    tp float8;
    t float8;
    jp bigint;
    jm bigint;
    ifp bigint;
    ifm bigint;
    face bigint;
    ix bigint;
    iy bigint;
begin
    if l is null or b is null or hpxorder is null or hpxorder not between 0 and 29 then
        return null;
    end if;
    nside := 1::bigint << hpxorder;
    z := sind(b);
    za := abs(z);
    tt := l / 90;
    tt := tt - 4 * floor(tt / 4);
    if tt >= 4 then
        tt := 0;
    end if;
    if za <= 2.0 / 3 then
        t := nside * (0.5 + tt);
        jp := floor(t - nside * (z * 0.75));
        jm := floor(t + nside * (z * 0.75));
        ifp := jp >> hpxorder;
        ifm := jm >> hpxorder;
        face := case when ifp = ifm then ifp | 4 when ifp < ifm then ifp else ifm + 8 end;
        ix := jm & (nside - 1);
        iy := nside - (jp & (nside - 1)) - 1;
    else
        ifp := least(3, floor(tt)::bigint);
        tp := tt - ifp;
        t := case when za < 0.99 then nside * sqrt(3 * (1 - za)) else nside * cosd(b) / sqrt((1 + za) / 3) end;
        jp := least(nside - 1, floor(tp * t)::bigint);
        jm := least(nside - 1, floor((1 - tp) * t)::bigint);
        if z >= 0 then
            face := ifp;
            ix := nside - jm - 1;
            iy := nside - jp - 1;
        else
            face := ifp + 8;
            ix := jp;
            iy := jm;
        end if;
    end if;
    return (face << (2 * hpxorder)) + sky.spread(ix) + (sky.spread(iy) << 1);
end $$;

create or replace function sky.healpix_index(hpxorder integer, point float8[]) returns bigint
immutable parallel safe language sql
return case when cardinality(point) = 2 then sky.healpix_index(hpxorder, point[1], point[2]) end;

create or replace function sky.healpix_center(hpxorder integer, hpxindex bigint) returns float8[]
immutable parallel safe language plpgsql as $$
declare
    nside bigint;
    face integer;
    ix bigint;
    iy bigint;
    jr bigint;
    nr bigint;
    jp bigint;
    t float8;
    lat float8;
begin
    if hpxorder is null or hpxindex is null or hpxorder not between 0 and 29
            or hpxindex < 0 or hpxindex >> (2 * hpxorder) > 11 then
        return null;
    end if;
    nside := 1::bigint << hpxorder;
    face := hpxindex >> (2 * hpxorder);
    ix := sky.gather(hpxindex & ((1::bigint << (2 * hpxorder)) - 1));
    iy := sky.gather((hpxindex & ((1::bigint << (2 * hpxorder)) - 1)) >> 1);
    jr := ((array[2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4])[face + 1]::bigint << hpxorder) - ix - iy - 1;
    nr := case when jr < nside then jr when jr > 3 * nside then 4 * nside - jr else nside end;
    if nr = nside then
        lat := asind((2 * nside - jr) * 2.0::float8 / (3 * nside));
    else
        t := nr::float8 * nr / (3.0::float8 * nside * nside);
        lat := atan2d(1 - t, sqrt(t * (2 - t))) * sign(nside - jr);
    end if;
    jp := (array[1, 3, 5, 7, 0, 2, 4, 6, 1, 3, 5, 7])[face + 1] * nr + ix - iy;
    if jp < 0 then
        jp := jp + 8 * nr;
    end if;
    return array[45 * jp::float8 / nr, lat];
end $$;

-- Positions -----------------------------------------------------------------------------------------------------

-- Straight motion of star and Sun, without light time (The Hipparcos catalogue, volume 1, section 1.5.5): ra, dec,
-- parallax, pmra, pmdec, radial velocity in degrees, mas, mas/yr, km/s; epochs in Julian years.
create or replace function sky.epoch_prop(ra float8, decl float8, parallax float8, pmra float8, pmdec float8,
        rv float8, ref_epoch float8, out_epoch float8) returns float8[] immutable parallel safe language plpgsql as $$
declare
    mas constant float8 := radians(1.0::float8 / 3600000);
    au constant float8 := 4.740470446; -- km/s of one astronomical unit in a Julian year
    a float8 := sky.ra(ra);
    d float8 := sky.dec(decl);
    t float8;
    plx float8 := coalesce(parallax, 0) + 1024 - 1024; -- small numbers are flushed, as in shared.sql
    ma float8 := coalesce(pmra, 0) + 1024 - 1024;
    md float8 := coalesce(pmdec, 0) + 1024 - 1024;
    v float8 := coalesce(rv, 0) + 1024 - 1024;
    p float8[];
    q float8[];
    r float8[];
    m float8[];
    u float8[];
    zeta float8;
    mu2 float8;
    f float8;
    lon float8;
    lat float8;
begin
    if a is null or d is null or ref_epoch is null or out_epoch is null or not abs(ref_epoch) < 1e7
            or not abs(out_epoch) < 1e7 or not abs(plx) < 1e7 or not abs(ma) < 1e9 or not abs(md) < 1e9
            or not abs(v) < 1e6 then
        return null;
    end if;
    t := out_epoch - ref_epoch + 1024 - 1024;
    ma := ma * mas;
    md := md * mas;
    zeta := v * plx * mas / au;
    p := array[-sind(a), cosd(a), 0];
    q := array[-sind(d) * cosd(a), -sind(d) * sind(a), cosd(d)];
    r := array[cosd(d) * cosd(a), cosd(d) * sind(a), sind(d)];
    m := array[ma * p[1] + md * q[1], ma * p[2] + md * q[2], ma * p[3] + md * q[3]];
    mu2 := ma * ma + md * md;
    f := 1 + 2 * zeta * t + (mu2 + zeta * zeta) * t * t;
    if f < 1e-12 then
        return null; -- straight through the Sun
    end if;
    f := 1 / sqrt(f);
    u := array[(r[1] * (1 + zeta * t) + m[1] * t) * f, (r[2] * (1 + zeta * t) + m[2] * t) * f,
               (r[3] * (1 + zeta * t) + m[3] * t) * f];
    lon := atan2d(u[2], u[1]);
    lat := atan2d(u[3], sqrt(u[1] * u[1] + u[2] * u[2]));
    p := array[-sind(lon), cosd(lon), 0];
    q := array[-sind(lat) * cosd(lon), -sind(lat) * sind(lon), cosd(lat)];
    m := array[(m[1] * (1 + zeta * t) - r[1] * mu2 * t) * f * f * f, (m[2] * (1 + zeta * t) - r[2] * mu2 * t) * f * f * f,
               (m[3] * (1 + zeta * t) - r[3] * mu2 * t) * f * f * f];
    return array[case when lon < 0 then lon + 360 else lon end, lat, plx * f, sky.dot(p, m) / mas, sky.dot(q, m) / mas,
                 case when plx = 0 then rv else (zeta + (mu2 + zeta * zeta) * t) * f * f * au / (plx * f * mas) end];
end $$;

create or replace function sky.epoch_prop_pos(ra float8, decl float8, parallax float8, pmra float8, pmdec float8,
        rv float8, ref_epoch float8, out_epoch float8) returns float8[] immutable parallel safe language sql
return (sky.epoch_prop(ra, decl, parallax, pmra, pmdec, rv, ref_epoch, out_epoch))[1:2];

-- A region turned by a rotation of nine numbers, row by row.
create or replace function sky.rotated(region float8[], m float8[]) returns float8[]
immutable parallel safe language plpgsql as $$
declare
    r float8[] := sky.region(region);
    n integer := cardinality(r);
    v float8[];
    w float8[];
    lon float8;
begin
    if r is null then
        return null;
    end if;
    for i in 1 .. case when n = 3 then 1 else n / 2 end loop
        v := sky.vec(r[2 * i - 1], r[2 * i]);
        w := array[m[1] * v[1] + m[2] * v[2] + m[3] * v[3], m[4] * v[1] + m[5] * v[2] + m[6] * v[3],
                   m[7] * v[1] + m[8] * v[2] + m[9] * v[3]];
        lon := atan2d(w[2], w[1]);
        r[2 * i - 1] := case when lon < 0 then lon + 360 else lon end;
        r[2 * i] := atan2d(w[3], sqrt(w[1] * w[1] + w[2] * w[2]));
    end loop;
    return r;
end $$;

-- Geometry as DALI writes it: numbers between blanks, of at most 30 digits on either side of the point and an exponent of
-- two digits, which all have a double.
create or replace function sky.numbers_of_text(x text) returns float8[] immutable parallel safe language sql
return case when length(x) <= 100000
                 and x ~ '^\s*([+-]?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})([eE][+-]?\d{1,2})?(\s+|$))+$'
            then regexp_split_to_array(regexp_replace(x, '^\s+|\s+$', '', 'g'), '\s+')::float8[] end;

create or replace function sky.point_of_text(x text) returns float8[] immutable parallel safe language sql
return case when cardinality(sky.numbers_of_text(x)) = 2 then sky.region(sky.numbers_of_text(x)) end;

create or replace function sky.circle_of_text(x text) returns float8[] immutable parallel safe language sql
return case when cardinality(sky.numbers_of_text(x)) = 3 then sky.region(sky.numbers_of_text(x)) end;

create or replace function sky.polygon_of_text(x text) returns float8[] immutable parallel safe language sql
return case when cardinality(sky.numbers_of_text(x)) >= 6 then sky.region(sky.numbers_of_text(x)) end;

-- Angles and times ----------------------------------------------------------------------------------------------

-- Parts of an angle: sign, first number, minutes, seconds; null if the text is none. The letter is h or d.
create or replace function sky.angle_parts(x text, letter text) returns text[] immutable parallel safe language sql
return coalesce(
    regexp_match(btrim(x), '^([+-]?)(\d{1,3}):([0-5]?\d):([0-5]?\d(?:\.\d{0,15})?)$'),
    regexp_match(btrim(x), '^([+-]?)(\d{2,3})([0-5]\d)([0-5]\d(?:\.\d{0,15})?)$'),
    regexp_match(btrim(x), '^([+-]?)(\d{1,3})' || letter || '([0-5]?\d)m([0-5]?\d(?:\.\d{0,15})?)s$', 'i'));

create or replace function sky.hms_to_degrees(x text) returns float8 immutable parallel safe language sql
return (select case when a[1] <> '-' and a[2]::float8 < 24
                    then 15 * (a[2]::float8 + a[3]::float8 / 60 + a[4]::float8 / 3600) end
          from (select sky.angle_parts(x, 'h') as a) p);

create or replace function sky.dms_to_degrees(x text) returns float8 immutable parallel safe language sql
return (select case when a[2]::float8 <= 360
                    then case when a[1] = '-' then -1 else 1 end
                         * (a[2]::float8 + a[3]::float8 / 60 + a[4]::float8 / 3600) end
          from (select sky.angle_parts(x, 'd') as a) p);

create or replace function sky.to_mjd(t timestamp) returns float8 immutable parallel safe language sql
return case when isfinite(t) then extract(epoch from t)::float8 / 86400 + 40587 end;

create or replace function sky.to_jd(t timestamp) returns float8 immutable parallel safe language sql
return case when isfinite(t) then extract(epoch from t)::float8 / 86400 + 2440587.5 end;

create or replace function sky.to_timestamp(mjd float8) returns timestamp immutable parallel safe language sql
return case when mjd between -678575 and 2973483.999
            then timestamp '1858-11-17' + floor(mjd) * interval '1 day' + (mjd - floor(mjd)) * interval '86400 seconds' end;

-- Words and numbers ---------------------------------------------------------------------------------------------

create or replace function sky.hasword(haystack text, needle text) returns integer immutable parallel safe language sql
return (to_tsvector('pg_catalog.english', haystack) @@ plainto_tsquery('pg_catalog.english', needle))::integer;

-- An item with a hash sign in it equals no word of the list.
create or replace function sky.hashlist_has(hashlist text, item text) returns integer immutable parallel safe language sql
return (lower(item) = any(string_to_array(lower(hashlist), '#')))::integer;

create or replace function sky.interval_has(val float8, iv float8[]) returns integer immutable parallel safe language sql
return case when cardinality(iv) = 2 then (val between iv[array_lower(iv, 1)] and iv[array_upper(iv, 1)])::integer end;

create or replace function sky.normal_random(mu float8, sigma float8) returns float8 volatile parallel restricted
language sql
return mu + sigma * (sqrt(-2 * ln(1 - random())) * cosd(360 * random()));

create or replace function sky.histogram_add(counts integer[], val float8, lower float8, upper float8, nbins integer)
returns integer[] immutable parallel safe language plpgsql as $$
declare
    place integer;
begin
    if counts is null then
        if not (nbins between 1 and 10000 and lower < upper and upper < 'infinity' and lower > '-infinity')
                or lower is null or upper is null or nbins is null then
            return '{}';
        end if;
        counts := array_fill(0, array[nbins + 2]);
    end if;
    if cardinality(counts) = 0 then
        return counts;
    end if;
    place := case when val is null or val < lower then 1
                  when val >= upper then cardinality(counts)
                  else 2 + least(cardinality(counts) - 3,
                                 floor((val / 2 - lower / 2) / (upper / 2 - lower / 2) * (cardinality(counts) - 2))::integer)
             end;
    counts[place] := counts[place] + 1;
    return counts;
end $$;

create or replace function sky.histogram_end(counts integer[]) returns integer[] immutable parallel safe language sql
return case when cardinality(counts) > 0 then counts end;

create or replace aggregate sky.histogram(val float8, lower float8, upper float8, nbins integer) (
    sfunc = sky.histogram_add, stype = integer[], finalfunc = sky.histogram_end, parallel = safe);
