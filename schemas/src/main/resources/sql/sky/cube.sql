-- Points and circles by the extension cube: unit vectors and chords. Same names and answers as pgsphere.sql; inlined
-- by the planner, so that a predicate on two columns meets the index on sky.point(ra, dec).

create or replace function sky.point(ra float8, decl float8) returns cube immutable parallel safe language sql
return case when ra between -360 and 720 and decl between -90 and 90
            then cube(array[cosd(decl + 1024.0::float8 - 1024.0::float8) * cosd(ra + 1024.0::float8 - 1024.0::float8),
                            cosd(decl + 1024.0::float8 - 1024.0::float8) * sind(ra + 1024.0::float8 - 1024.0::float8),
                            sind(decl + 1024.0::float8 - 1024.0::float8)])
       end;

-- The straight line between two points r degrees apart, and pgSphere's tolerance of 1e-9 radian.
create or replace function sky.chord(r float8) returns float8 immutable parallel safe language sql
return 2 * sind(sky.radius(r) / 2) + 1e-9::float8;

-- A cube around the circle; in plpgsql so that it is not inlined: it is computed once for each search of the index.
create or replace function sky.circle(ra float8, decl float8, r float8) returns cube
immutable parallel safe language plpgsql as $$
begin
    return public.cube_enlarge(sky.point(ra, decl), sky.chord(r) + 1e-12::float8, 3);
end $$;

create or replace function sky.in_any_circle(ra float8, decl float8, cra float8, cdec float8, r float8) returns boolean
immutable parallel safe language sql
return sky.point(ra, decl) <@ sky.circle(cra, cdec, r)
   and cube_distance(sky.point(ra, decl), sky.point(cra, cdec)) <= sky.chord(r);

-- For a radius known to be at most 90 degrees.
create or replace function sky.in_circle(ra float8, decl float8, cra float8, cdec float8, r float8) returns boolean
immutable parallel safe language sql
return sky.point(ra, decl) <@ sky.circle(cra, cdec, r)
   and cube_distance(sky.point(ra, decl), sky.point(cra, cdec)) <= sky.chord(r)
   and r <= 90;

-- True for every point of the region and some around it.
create or replace function sky.in_bounds(ra float8, decl float8, region float8[]) returns boolean
immutable parallel safe language sql
return sky.point(ra, decl) <@ sky.region_box(region);
