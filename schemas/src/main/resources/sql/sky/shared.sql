-- Sky geometry that needs nothing but PostgreSQL and its extension cube; the dialect's own file follows it.
-- Safe to run again. Degrees and ICRS everywhere; radians only inside a function.
--
-- A region is an array of degrees: 2 numbers a point, 3 a circle (ra, dec, radius), else the vertices of a polygon,
-- whose edges are great circles, whose vertices lie within 90 degrees of their mean direction, and whose inside is
-- the side of that direction.
--
-- Every function is total: what cannot be (a declination of 95, a radius of -1, a NaN, a polygon of two vertices)
-- is null, never an error, so that no row can make a query fail. For the same reason small numbers are flushed
-- (+ 1024 - 1024, an error of 1e-13 degree at most): PostgreSQL's float8 multiplication raises an error on underflow.

create or replace function sky.ra(x float8) returns float8 immutable parallel safe language sql
return case when x between -360 and 720 then x + 1024.0::float8 - 1024.0::float8 end;

create or replace function sky.dec(x float8) returns float8 immutable parallel safe language sql
return case when x between -90 and 90 then x + 1024.0::float8 - 1024.0::float8 end;

create or replace function sky.radius(x float8) returns float8 immutable parallel safe language sql
return case when x between 0 and 180 then x + 1024.0::float8 - 1024.0::float8 end;

-- Great-circle distance in degrees, accurate from 0 to 180 (Vincenty's formula for a sphere).
create or replace function sky.arc(ra1 float8, dec1 float8, ra2 float8, dec2 float8) returns float8
immutable parallel safe language sql
return atan2d(
    point(cosd(dec2) * sind(ra2 - ra1),
          cosd(dec1) * sind(dec2) - sind(dec1) * cosd(dec2) * cosd(ra2 - ra1)) <-> point(0, 0),
    sind(dec1) * sind(dec2) + cosd(dec1) * cosd(dec2) * cosd(ra2 - ra1));

create or replace function sky.distance(ra1 float8, dec1 float8, ra2 float8, dec2 float8) returns float8
immutable parallel safe language sql
return sky.arc(sky.ra(ra1), sky.dec(dec1), sky.ra(ra2), sky.dec(dec2));

-- Vectors -------------------------------------------------------------------------------------------------------

create or replace function sky.vec(ra float8, decl float8) returns float8[] immutable parallel safe language sql
return case when sky.ra(ra) is not null and sky.dec(decl) is not null
            then array[cosd(sky.dec(decl)) * cosd(sky.ra(ra)), cosd(sky.dec(decl)) * sind(sky.ra(ra)), sind(sky.dec(decl))]
       end;

create or replace function sky.dot(a float8[], b float8[]) returns float8 immutable parallel safe language sql
return a[1] * b[1] + a[2] * b[2] + a[3] * b[3];

create or replace function sky.cross(a float8[], b float8[]) returns float8[] immutable parallel safe language sql
return array[a[2] * b[3] - a[3] * b[2], a[3] * b[1] - a[1] * b[3], a[1] * b[2] - a[2] * b[1]];

-- In radians.
create or replace function sky.angle(a float8[], b float8[]) returns float8
immutable parallel safe language plpgsql as $$
declare
    n float8[] := sky.cross(a, b);
begin
    return atan2(sqrt(sky.dot(n, n)), sky.dot(a, b));
end $$;

-- From a point to the nearer arc between two others, in radians.
create or replace function sky.arc_distance(p float8[], a float8[], b float8[]) returns float8
immutable parallel safe language plpgsql as $$
declare
    n float8[] := sky.cross(a, b);
    size float8 := sqrt(sky.dot(n, n));
begin
    if size > 1e-15 and sky.dot(sky.cross(n, a), p) > 0 and sky.dot(sky.cross(b, n), p) > 0 then
        return asin(least(1, abs(sky.dot(n, p)) / size));
    end if;
    return least(sky.angle(p, a), sky.angle(p, b));
end $$;

-- Do the arcs ab and cd cross in a point inside both, more than 1e-9 radian from their ends?
create or replace function sky.arcs_cross(a float8[], b float8[], c float8[], d float8[]) returns boolean
immutable parallel safe language plpgsql as $$
declare
    ab float8[] := sky.cross(a, b);
    cd float8[] := sky.cross(c, d);
    e float8 := 1e-9 * sqrt(sky.dot(ab, ab));
    g float8 := 1e-9 * sqrt(sky.dot(cd, cd));
    acb float8 := -sky.dot(ab, c);
    bda float8 := sky.dot(ab, d);
    cbd float8 := -sky.dot(cd, b);
    dac float8 := sky.dot(cd, a);
begin
    return (acb > e and bda > e and cbd > g and dac > g) or (acb < -e and bda < -e and cbd < -g and dac < -g);
end $$;

-- Regions -------------------------------------------------------------------------------------------------------

-- The region itself if it can be, without a closing vertex; else null.
create or replace function sky.region(r float8[]) returns float8[] immutable parallel safe language plpgsql as $$
declare
    n integer := cardinality(r);
begin
    if r is null or n < 2 or array_ndims(r) <> 1 or array_lower(r, 1) <> 1 or array_position(r, null) is not null then
        return null;
    end if;
    if n = 3 then
        return case when sky.ra(r[1]) is not null and sky.dec(r[2]) is not null and sky.radius(r[3]) is not null
                    then r end;
    end if;
    if n % 2 = 1 then
        return null;
    end if;
    for i in 1 .. n / 2 loop
        if sky.ra(r[2 * i - 1]) is null or sky.dec(r[2 * i]) is null then
            return null;
        end if;
    end loop;
    if n > 6 and r[1] = r[n - 1] and r[2] = r[n] then
        n := n - 2;
    end if;
    return case when n = 2 or n >= 6 then r[1:n] end;
end $$;

-- A region made ready for many points: a point or circle as it is; of a polygon its mean direction c, two axes of
-- the plane that touches the sphere there, and the vertices projected on that plane from the sphere's centre, where
-- great circles are straight lines: 9 + 2n numbers. Null if the region cannot be.
create or replace function sky.frame(region float8[]) returns float8[] immutable parallel safe language plpgsql as $$
declare
    r float8[] := sky.region(region);
    n integer := cardinality(r) / 2;
    c float8[] := array[0, 0, 0];
    e1 float8[];
    e2 float8[];
    v float8[];
    size float8;
    w float8;
    f float8[];
begin
    if r is null or cardinality(r) <= 3 then
        return r;
    end if;
    for i in 1 .. n loop
        v := sky.vec(r[2 * i - 1], r[2 * i]);
        c := array[c[1] + v[1], c[2] + v[2], c[3] + v[3]];
    end loop;
    size := sqrt(sky.dot(c, c));
    if size < 1e-6 then
        return null;
    end if;
    c := array[c[1] / size, c[2] / size, c[3] / size];
    e1 := case when abs(c[3]) < 0.7 then sky.cross(array[0, 0, 1], c) else sky.cross(array[1, 0, 0], c) end;
    size := sqrt(sky.dot(e1, e1));
    e1 := array[e1[1] / size, e1[2] / size, e1[3] / size];
    e2 := sky.cross(c, e1);
    f := c || e1 || e2;
    for i in 1 .. n loop
        v := sky.vec(r[2 * i - 1], r[2 * i]);
        w := sky.dot(v, c);
        if w < 1e-6 then
            return null;
        end if;
        f := f || array[sky.dot(v, e1) / w, sky.dot(v, e2) / w];
    end loop;
    return f;
end $$;

-- Edges belong to the region; they are 1e-9 radian (0.2 milliarcsecond) wide, as in pgSphere.
create or replace function sky.frame_has_point(f float8[], ra float8, decl float8) returns boolean
immutable parallel safe language plpgsql as $$
declare
    n integer := cardinality(f);
    v float8[];
    w float8;
    u float8;
    t float8;
    u1 float8;
    t1 float8;
    u2 float8;
    t2 float8;
    du float8;
    dt float8;
    s float8;
    inside boolean := false;
begin
    if n = 3 then
        return sky.distance(f[1], f[2], ra, decl) <= f[3] + 5.8e-8;
    elsif n = 2 then
        return sky.distance(f[1], f[2], ra, decl) <= 5.8e-8;
    end if;
    v := sky.vec(ra, decl);
    if f is null or v is null then
        return null;
    end if;
    w := f[1] * v[1] + f[2] * v[2] + f[3] * v[3];
    if w < 1e-7 then
        return false;
    end if;
    u := (f[4] * v[1] + f[5] * v[2] + f[6] * v[3]) / w;
    t := (f[7] * v[1] + f[8] * v[2] + f[9] * v[3]) / w;
    u1 := f[n - 1];
    t1 := f[n];
    for i in 5 .. n / 2 loop
        u2 := f[2 * i];
        t2 := f[2 * i + 1];
        du := u2 - u1;
        dt := t2 - t1;
        s := du * (t - t1) - dt * (u - u1);
        if (t1 > t) <> (t2 > t) and (s > 0) = (dt < 0) then
            inside := not inside;
        end if;
        if abs(s) <= 1e-9 * (abs(du) + abs(dt)) * (1 + u * u + t * t)
                and least(u1, u2) - 1e-9 <= u and u <= greatest(u1, u2) + 1e-9
                and least(t1, t2) - 1e-9 <= t and t <= greatest(t1, t2) + 1e-9 then
            return true;
        end if;
        u1 := u2;
        t1 := t2;
    end loop;
    return inside;
end $$;

create or replace function sky.region_has_point(region float8[], ra float8, decl float8) returns boolean
immutable parallel safe language sql
return sky.frame_has_point(sky.frame(region), ra, decl);

-- A circle around the region, never smaller than it: ra, dec, radius.
create or replace function sky.cap(region float8[]) returns float8[] immutable parallel safe language plpgsql as $$
declare
    r float8[] := sky.region(region);
    f float8[];
    size float8 := 0;
begin
    if r is null then
        return null;
    elsif cardinality(r) = 2 then
        return r || array[1e-7::float8];
    elsif cardinality(r) = 3 then
        return array[r[1], r[2], least(180, r[3] + 1e-7)];
    end if;
    f := sky.frame(r);
    if f is null then
        return null;
    end if;
    for i in 5 .. cardinality(f) / 2 loop
        size := greatest(size, atand(sqrt(f[2 * i] ^ 2 + f[2 * i + 1] ^ 2)));
    end loop;
    return array[atan2d(f[2], f[1]), asind(greatest(-1, least(1, f[3]))), size + 1e-7];
end $$;

-- A box around the region in the space of unit vectors, never smaller than it. Indexed for columns of regions.
create or replace function sky.region_box(region float8[]) returns public.cube
immutable parallel safe language plpgsql as $$
declare
    c float8[] := sky.cap(region);
    v float8[];
    e float8;
begin
    if c is null then
        return null;
    end if;
    v := sky.vec(c[1], c[2]);
    e := 2 * sind(c[3] / 2) + 1e-9;
    return public.cube(array[v[1] - e, v[2] - e, v[3] - e], array[v[1] + e, v[2] + e, v[3] + e]);
end $$;

-- The vertices of a polygon as unit vectors, 3n numbers.
create or replace function sky.vertices(r float8[]) returns float8[] immutable parallel safe language plpgsql as $$
declare
    v float8[] := '{}';
begin
    for i in 1 .. cardinality(r) / 2 loop
        v := v || sky.vec(r[2 * i - 1], r[2 * i]);
    end loop;
    return v;
end $$;

-- From a point to the nearest edge of a polygon, in degrees.
create or replace function sky.edge_distance(r float8[], ra float8, decl float8) returns float8
immutable parallel safe language plpgsql as $$
declare
    p float8[] := sky.vec(ra, decl);
    v float8[] := sky.vertices(r);
    n integer := cardinality(v);
    a float8[] := v[n - 2 : n];
    b float8[];
    best float8 := pi();
begin
    for i in 1 .. n / 3 loop
        b := v[3 * i - 2 : 3 * i];
        best := least(best, sky.arc_distance(p, a, b));
        a := b;
    end loop;
    return degrees(best);
end $$;

create or replace function sky.edges_cross(r float8[], s float8[]) returns boolean
immutable parallel safe language plpgsql as $$
declare
    v float8[] := sky.vertices(r);
    w float8[] := sky.vertices(s);
    n integer := cardinality(v);
    m integer := cardinality(w);
    a float8[] := v[n - 2 : n];
    b float8[];
    c float8[];
    d float8[];
begin
    for i in 1 .. n / 3 loop
        b := v[3 * i - 2 : 3 * i];
        c := w[m - 2 : m];
        for j in 1 .. m / 3 loop
            d := w[3 * j - 2 : 3 * j];
            if sky.arcs_cross(a, b, c, d) then
                return true;
            end if;
            c := d;
        end loop;
        a := b;
    end loop;
    return false;
end $$;

create or replace function sky.vertices_in(r float8[], frame float8[], every boolean) returns boolean
immutable parallel safe language plpgsql as $$
begin
    for i in 1 .. cardinality(r) / 2 loop
        if sky.frame_has_point(frame, r[2 * i - 1], r[2 * i]) <> every then
            return not every;
        end if;
    end loop;
    return every;
end $$;

create or replace function sky.regions_intersect(region1 float8[], region2 float8[]) returns boolean
immutable parallel safe language plpgsql as $$
declare
    r float8[] := sky.region(region1);
    s float8[] := sky.region(region2);
    t float8[];
    f float8[];
    g float8[];
begin
    if cardinality(r) > cardinality(s) then
        t := r;
        r := s;
        s := t;
    end if;
    f := sky.frame(r);
    g := sky.frame(s);
    if f is null or g is null then
        return null;
    elsif cardinality(r) = 2 then
        return sky.frame_has_point(g, r[1], r[2]);
    elsif cardinality(s) = 3 then
        return sky.distance(r[1], r[2], s[1], s[2]) <= r[3] + s[3] + 5.8e-8;
    elsif cardinality(r) = 3 then
        return sky.frame_has_point(g, r[1], r[2]) or sky.edge_distance(s, r[1], r[2]) <= r[3] + 5.8e-8;
    end if;
    return sky.vertices_in(r, g, false) or sky.vertices_in(s, f, false) or sky.edges_cross(r, s);
end $$;

-- Is the first wholly within the second, edges included?
create or replace function sky.region_in_region(region1 float8[], region2 float8[]) returns boolean
immutable parallel safe language plpgsql as $$
declare
    r float8[] := sky.region(region1);
    s float8[] := sky.region(region2);
    f float8[] := sky.frame(r);
    g float8[] := sky.frame(s);
begin
    if f is null or g is null then
        return null;
    elsif cardinality(r) = 2 then
        return sky.frame_has_point(g, r[1], r[2]);
    elsif cardinality(s) = 2 then
        return false;
    elsif cardinality(s) = 3 then
        if s[3] >= 180 then
            return true;
        elsif cardinality(r) = 3 then
            return sky.distance(r[1], r[2], s[1], s[2]) + r[3] <= s[3] + 5.8e-8;
        elsif s[3] <= 90 then
            return sky.vertices_in(r, g, true);
        end if;
        -- what a large circle leaves out is a small one around the point opposite
        return not sky.frame_has_point(f, case when s[1] > 180 then s[1] - 180 else s[1] + 180 end, -s[2])
           and sky.edge_distance(r, case when s[1] > 180 then s[1] - 180 else s[1] + 180 end, -s[2])
               >= 180 - s[3] - 5.8e-8;
    elsif cardinality(r) = 3 then
        return r[3] < 90 and sky.frame_has_point(g, r[1], r[2])
           and sky.edge_distance(s, r[1], r[2]) >= r[3] - 5.8e-8;
    end if;
    return sky.vertices_in(r, g, true) and not sky.edges_cross(r, s);
end $$;

-- Square degrees.
create or replace function sky.area(region float8[]) returns float8 immutable parallel safe language plpgsql as $$
declare
    r float8[] := sky.region(region);
    f float8[] := sky.frame(r);
    c float8[];
    v float8[];
    n integer;
    a float8[];
    b float8[];
    total float8 := 0;
begin
    if f is null then
        return null;
    elsif cardinality(r) = 2 then
        return 0;
    elsif cardinality(r) = 3 then
        -- 1 - cos r without cancellation
        return 4 * pi() * sind(r[3] / 2) * sind(r[3] / 2) * (180 / pi()) ^ 2;
    end if;
    c := f[1:3];
    v := sky.vertices(r);
    n := cardinality(v);
    a := v[n - 2 : n];
    for i in 1 .. n / 3 loop
        b := v[3 * i - 2 : 3 * i];
        total := total + 2 * atan2(sky.dot(c, sky.cross(a, b)), 1 + sky.dot(a, b) + sky.dot(b, c) + sky.dot(c, a));
        a := b;
    end loop;
    return abs(total) * (180 / pi()) ^ 2;
end $$;

-- The direction of the region's centre of mass, as a point.
create or replace function sky.centroid(region float8[]) returns float8[] immutable parallel safe language plpgsql as $$
declare
    r float8[] := sky.region(region);
    f float8[] := sky.frame(r);
    v float8[];
    n integer;
    a float8[];
    b float8[];
    k float8[];
    size float8;
    m float8[] := array[0, 0, 0];
    lon float8;
begin
    if f is null then
        return null;
    elsif cardinality(r) <= 3 then
        return r[1:2];
    end if;
    v := sky.vertices(r);
    n := cardinality(v);
    a := v[n - 2 : n];
    for i in 1 .. n / 3 loop
        b := v[3 * i - 2 : 3 * i];
        k := sky.cross(a, b);
        size := sqrt(sky.dot(k, k));
        if size > 1e-15 then
            size := sky.angle(a, b) / size;
            m := array[m[1] + k[1] * size, m[2] + k[2] * size, m[3] + k[3] * size];
        end if;
        a := b;
    end loop;
    size := sqrt(sky.dot(m, m));
    if size < 1e-14 then
        m := f[1:3];
        size := 1;
    elsif sky.dot(m, f) < 0 then
        size := -size;
    end if;
    lon := atan2d(m[2] / size, m[1] / size);
    return array[case when lon < 0 then lon + 360 else lon end, asind(greatest(-1, least(1, m[3] / size)))];
end $$;

-- BOX of ADQL 2.1: sides are great circles at right angles to the arms of a cross, as vertices of a polygon.
create or replace function sky.box(ra float8, decl float8, width float8, height float8) returns float8[]
immutable parallel safe language plpgsql as $$
declare
    x float8 := case when width > 0 and width < 180 then tand(width / 2) end;
    y float8 := case when height > 0 and height < 180 then tand(height / 2) end;
    r float8 := sky.ra(ra);
    d float8 := sky.dec(decl);
    corner float8[];
    v float8[];
    size float8;
    lon float8;
    box float8[] := '{}';
begin
    if x is null or y is null or r is null or d is null then
        return null;
    end if;
    foreach corner slice 1 in array array[[x, y], [-x, y], [-x, -y], [x, -y]] loop
        v := array[cosd(d) * cosd(r) - corner[1] * sind(r) - corner[2] * sind(d) * cosd(r),
                   cosd(d) * sind(r) + corner[1] * cosd(r) - corner[2] * sind(d) * sind(r),
                   sind(d) + corner[2] * cosd(d)];
        size := sqrt(sky.dot(v, v));
        lon := atan2d(v[2], v[1]);
        box := box || array[case when lon < 0 then lon + 360 else lon end,
                            asind(greatest(-1, least(1, v[3] / size)))];
    end loop;
    return box;
end $$;

create or replace function sky.point_value(ra float8, decl float8) returns float8[]
immutable parallel safe language sql
return case when ra is not null and decl is not null then array[ra, decl] end;

-- The rest of a division, with the sign of x (ADQL 2.1, section 2.3). This one fails for y = 0.
create or replace function sky.mod(x float8, y float8) returns float8 immutable parallel safe language sql
return x - y * trunc(x / y);

-- STC-S, as ObsCore 1.1 services print s_region.
create or replace function sky.region_text(r float8[]) returns text immutable parallel safe language sql
return case cardinality(r) when 2 then 'POSITION ICRS ' when 3 then 'CIRCLE ICRS ' else 'POLYGON ICRS ' end
       || array_to_string(r, ' ');
