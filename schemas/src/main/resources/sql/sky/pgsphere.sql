-- Points and circles by pgSphere. Same names and answers as cube.sql; inlined by the planner, so that a predicate on
-- two columns meets the index on sky.point(ra, dec).

create or replace function sky.point(ra float8, decl float8) returns spoint immutable parallel safe language sql
return case when ra between -360 and 720 and decl between -90 and 90
            then spoint(radians(ra + 1024.0::float8 - 1024.0::float8), radians(decl + 1024.0::float8 - 1024.0::float8))
       end;

-- What stands on the other side of <@ is in plpgsql so that it is not inlined: it is computed once for each search of
-- the index, and the plan stays small. pgSphere's circles end at 90 degrees.
create or replace function sky.circle(ra float8, decl float8, r float8) returns scircle
immutable parallel safe language plpgsql as $$
begin
    return public.scircle(sky.point(ra, decl), radians(case when r between 0 and 90 then sky.radius(r) end));
end $$;

-- Of a circle of any size: the part within 90 degrees of its centre, and the half sphere opposite if it reaches there.
create or replace function sky.near_part(ra float8, decl float8, r float8) returns scircle
immutable parallel safe language plpgsql as $$
begin
    return public.scircle(sky.point(ra, decl), radians(least(sky.radius(r), 90)));
end $$;

create or replace function sky.far_half(ra float8, decl float8, r float8) returns scircle
immutable parallel safe language plpgsql as $$
begin
    if r > 90 and r <= 180 then
        return public.scircle(sky.point(case when ra > 180 then ra - 180 else ra + 180 end, -decl), pi() / 2);
    end if;
    return null;
end $$;

-- For a radius known to be at most 90 degrees.
create or replace function sky.in_circle(ra float8, decl float8, cra float8, cdec float8, r float8) returns boolean
immutable parallel safe language sql
return sky.point(ra, decl) <@ sky.circle(cra, cdec, r);

-- For any radius.
create or replace function sky.in_any_circle(ra float8, decl float8, cra float8, cdec float8, r float8) returns boolean
immutable parallel safe language sql
return sky.point(ra, decl) <@ sky.near_part(cra, cdec, r)
    or (sky.point(ra, decl) <@ sky.far_half(cra, cdec, r)
        and sky.distance(ra, decl, cra, cdec) <= r + 5.8e-8::float8);

create or replace function sky.near_cap(region float8[]) returns scircle immutable parallel safe language plpgsql as $$
declare
    c float8[] := sky.cap(region);
begin
    return sky.near_part(c[1], c[2], c[3]);
end $$;

create or replace function sky.far_cap(region float8[]) returns scircle immutable parallel safe language plpgsql as $$
declare
    c float8[] := sky.cap(region);
begin
    return sky.far_half(c[1], c[2], c[3]);
end $$;

-- True for every point of the region and some around it.
create or replace function sky.in_bounds(ra float8, decl float8, region float8[]) returns boolean
immutable parallel safe language sql
return sky.point(ra, decl) <@ sky.near_cap(region) or sky.point(ra, decl) <@ sky.far_cap(region);
