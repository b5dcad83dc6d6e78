-- Coverage maps (MOC 2.0, space) as ranges of HEALPix cells of order 29 in nested numbering: PostgreSQL's own type has
-- their algebra and an index for it, so both dialects answer alike. Safe to run again; total like all the others.

-- From the text of MOC 2.0, section 4.2.3: order/cells, cells as numbers and ranges between blanks or commas. Null for
-- any other text.
create or replace function sky.moc(x text) returns int8multirange immutable parallel safe strict language plpgsql as $$
declare
    word text;
    part text[];
    hpxorder integer;
    below numeric;
    cells int8range[] := '{}';
begin
    foreach word in array regexp_split_to_array(btrim(replace(replace(x, ',', ' '), '/', '/ '), E' \t\r\n'), '\s+') loop
        if word ~ '^\d{1,2}/$' then
            hpxorder := rtrim(word, '/')::integer;
            if hpxorder > 29 then
                return null;
            end if;
            below := 12 * 4::numeric ^ hpxorder;
        elsif word ~ '^\d{1,19}(-\d{1,19})?$' and hpxorder is not null then
            part := string_to_array(word, '-');
            if part[1]::numeric > part[cardinality(part)]::numeric or part[cardinality(part)]::numeric >= below then
                return null;
            end if;
            cells := cells || int8range(part[1]::bigint << (2 * (29 - hpxorder)),
                                        (part[cardinality(part)]::bigint + 1) << (2 * (29 - hpxorder)));
        else
            return null;
        end if;
    end loop;
    return (select coalesce(range_agg(cell), '{}') from unnest(cells) as cell);
end $$;

-- The largest cells that make up a map.
create or replace function sky.moc_cells(moc int8multirange) returns table (hpxorder integer, cell bigint)
immutable parallel safe strict language plpgsql as $$
declare
    part int8range;
    low bigint;
    k integer;
begin
    for part in select unnest(moc) loop
        low := lower(part);
        while low < upper(part) loop
            k := 0;
            while k < 29 and low & ((4::bigint << (2 * k)) - 1) = 0 and low + (4::bigint << (2 * k)) <= upper(part) loop
                k := k + 1;
            end loop;
            hpxorder := 29 - k;
            cell := low >> (2 * k);
            return next;
            low := low + (1::bigint << (2 * k));
        end loop;
    end loop;
end $$;

create or replace function sky.moc_text(moc int8multirange) returns text immutable parallel safe strict language sql
return (
    select coalesce(string_agg(hpxorder || '/' || (
        select string_agg(case when upper(r) - lower(r) = 1 then lower(r)::text else lower(r) || '-' || upper(r) - 1 end,
                          ' ' order by r)
          from unnest(cells) as r), ' ' order by hpxorder), '')
      from (select hpxorder, range_agg(int8range(cell, cell + 1)) as cells from sky.moc_cells(moc) group by hpxorder) as o);

-- No point of a cell is farther from the cell's centre: degrees. The cell that reaches farthest has its centre where the
-- polar caps begin.
create or replace function sky.healpix_radius(hpxorder integer) returns float8 immutable parallel safe strict language sql
return sky.arc(0, asind(1 - (1 - 1 / (1::bigint << hpxorder)::float8) ^ 2 / 3),
               45 / (1::bigint << hpxorder)::float8, asind(2.0::float8 / 3)) + 1e-9;

-- The cells of an order that a region touches; along its edge also some that it misses by less than their size. Null if
-- the region cannot be, or 200,000 cells must be looked at.
create or replace function sky.moc(hpxorder integer, region float8[]) returns int8multirange
immutable parallel safe strict language sql
return case
    when hpxorder not between 0 and 29 or sky.frame(region) is null then null
    when cardinality(region) = 2 then
        int8multirange(int8range(sky.healpix_index(hpxorder, region) << (2 * (29 - hpxorder)),
                                 (sky.healpix_index(hpxorder, region) + 1) << (2 * (29 - hpxorder))))
    else (
        with recursive looked (o, cell, inside) as (
            select 0, i::bigint, sky.region_in_region(c.circle, region)
              from generate_series(0, 11) as i,
                   lateral (select sky.healpix_center(0, i) || sky.healpix_radius(0) as circle) as c
             where sky.regions_intersect(c.circle, region)
            union all
            select o + 1, 4 * cell + i, sky.region_in_region(c.circle, region)
              from looked, generate_series(0, 3) as i,
                   lateral (select sky.healpix_center(o + 1, 4 * cell + i) || sky.healpix_radius(o + 1) as circle) as c
             where not inside and o < hpxorder and sky.regions_intersect(c.circle, region)
        ), kept as (select * from looked limit 200000)
        select case when count(*) < 200000 then
                   coalesce(range_agg(int8range(cell << (2 * (29 - o)), (cell + 1) << (2 * (29 - o))))
                                filter (where inside or o = hpxorder), '{}') end
          from kept)
    end;

-- A circle around a map, never smaller than it.
create or replace function sky.moc_cap(moc int8multirange) returns float8[]
immutable parallel safe strict language plpgsql as $$
declare
    v float8[];
    centre float8[];
    size float8;
    cells bigint;
begin
    select count(*), array[sum(weight * x[1]), sum(weight * x[2]), sum(weight * x[3])] into cells, v
      from (select power(4.0::float8, -hpxorder) as weight, sky.vec(p[1], p[2]) as x
              from (select * from sky.moc_cells(moc) limit 5000) as first,
                   lateral (select sky.healpix_center(hpxorder, cell) as p) as c) as s;
    if cells = 5000 then
        return array[0, 0, 180]::float8[];
    elsif cells = 0 then
        return array[0, 0, 0]::float8[];
    end if;
    size := sqrt(sky.dot(v, v));
    if size < 1e-30 then
        return array[0, 0, 180]::float8[];
    end if;
    centre := array[atan2d(v[2], v[1]), asind(greatest(-1, least(1, v[3] / size)))];
    return (select centre || least(180, max(sky.arc(centre[1], centre[2], p[1], p[2]) + sky.healpix_radius(hpxorder)))
              from sky.moc_cells(moc), lateral (select sky.healpix_center(hpxorder, cell) as p) as c);
end $$;

create or replace function sky.in_moc(ra float8, decl float8, moc int8multirange) returns boolean
immutable parallel safe language sql
return sky.healpix_index(29, ra, decl) <@ moc;

-- Square degrees.
create or replace function sky.moc_area(moc int8multirange) returns float8 immutable parallel safe strict language sql
return (select coalesce(sum((upper(part) - lower(part))::float8), 0) from unnest(moc) as part)
       * degrees(degrees(4 * pi())) / (12 * power(4.0::float8, 29));
