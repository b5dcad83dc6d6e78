-- What containers of the user area hold and may hold, the trash, and old versions of files.

alter table archive.node add column quota bigint check (quota >= 0);    -- of a container [bytes]; null: none of its own
create index on archive.node (store_path) where store_path is not null;

-- Nodes that nothing may be done to, few among many.
create index node_held on archive.node (id)
 where properties ?| array['ivo://ivoa.net/vospace/core#immutable', 'ivo://cadc.nrc.ca/vospace/core#islocked'];

-- Beside the home of all users: what was deleted and may come back, what is being removed for good, and copies that are
-- not finished. No path leads there. A node there is named by its id.
insert into archive.node (name, type, owner)
values ('.trash', 'ContainerNode', 'operator'), ('.gone', 'ContainerNode', 'operator'), ('.copies', 'ContainerNode', 'operator');

-- The bytes and files in a container and all below it, as far as they have been added up. What is missing is in the
-- ledger: one row per change, for the container it happened in, so that no two uploads wait for one another at the row of
-- a common ancestor. What a container holds is always the sum of both.
create table archive.usage (
    container_id bigint primary key references archive.node on delete cascade,
    bytes        bigint not null,
    files        bigint not null
);
create table archive.usage_delta (
    id           bigint generated always as identity primary key,
    container_id bigint not null,
    bytes        bigint not null,
    files        bigint not null
);
insert into archive.usage_delta (container_id, bytes, files)
select parent_id, sum(size_bytes), count(*) from archive.node where store_path is not null group by parent_id;

-- What a container holds, exactly, in one look.
create function archive.used(container bigint, out bytes bigint, out files bigint) language sql stable as $$
    with recursive up (id, bytes, files) as (
        select d.container_id, sum(d.bytes), sum(d.files) from archive.usage_delta d group by d.container_id
        union all
        select n.parent_id, u.bytes, u.files
          from up u join archive.node n on n.id = u.id
         where u.id <> container and n.parent_id is not null)
    select (coalesce((select w.bytes from archive.usage w where w.container_id = container), 0) + coalesce(sum(u.bytes), 0))::bigint,
           (coalesce((select w.files from archive.usage w where w.container_id = container), 0) + coalesce(sum(u.files), 0))::bigint
      from up u where u.id = container
$$;

-- The lock of everybody who changes which container is in which, or adds up the ledger by it.
create function archive.lock_tree() returns void language sql volatile as $$
    select pg_advisory_xact_lock(1481526864, 0)
$$;

-- Adds the oldest rows of the ledger to all containers above them; returns how many rows there were.
create function archive.fold_usage(most integer) returns integer language plpgsql volatile as $$
declare
    folded integer;
begin
    perform archive.lock_tree();
    with recursive taken as (
        delete from archive.usage_delta
         where id in (select id from archive.usage_delta order by id limit most)
        returning container_id, bytes, files),
    sums as (
        select container_id as id, sum(bytes) as bytes, sum(files) as files, count(*) as deltas
          from taken group by container_id),
    up (id, bytes, files) as (
        select s.id, s.bytes, s.files from sums s
        union all
        select n.parent_id, u.bytes, u.files
          from up u join archive.node n on n.id = u.id where n.parent_id is not null),
    added as (
        insert into archive.usage as w (container_id, bytes, files)
        select n.id, sum(u.bytes)::bigint, sum(u.files)::bigint
          from up u join archive.node n on n.id = u.id
         group by n.id
        on conflict (container_id) do update set bytes = w.bytes + excluded.bytes, files = w.files + excluded.files)
    select coalesce(sum(deltas), 0)::integer into folded from sums;
    return folded;
end
$$;

-- Room that was promised to uploads on their way. A promise that nobody renews ends by itself.
create table archive.reservation (
    id         bigint generated always as identity primary key,
    containers bigint[] not null,                   -- those with a quota that the bytes will be in
    bytes      bigint not null,
    expires    timestamptz not null
);

-- Promises room in containers with quotas, or more room to who has a promise. Returns its number; or null, and the first
-- container that has not enough, with its numbers. The ids are in ascending order, so nobody waits in a circle.
create function archive.reserve(
    containers bigint[], quotas bigint[], wanted bigint, promise bigint, seconds integer, brief boolean,
    out made bigint, out full_container bigint, out quota bigint, out used bigint, out reserved bigint)
language plpgsql volatile as $$
#variable_conflict use_variable
begin
    if brief then
        -- A promise lost with the machine is made again when the bytes are there, so nobody waits for the disk.
        perform set_config('synchronous_commit', 'off', true);
    end if;
    for i in 1 .. cardinality(containers) loop
        perform pg_advisory_xact_lock(1481526865, (containers[i] & 2147483647)::integer);
        -- One statement: between two, an upload could turn its promise into bytes and be seen in neither.
        select u.bytes, (select coalesce(sum(r.bytes), 0)::bigint from archive.reservation r
                          where containers[i] = any(r.containers) and r.expires > clock_timestamp())
          into used, reserved from archive.used(containers[i]) u;
        if used + reserved + wanted > quotas[i] then
            full_container := containers[i];
            quota := quotas[i];
            return;
        end if;
    end loop;
    update archive.reservation r
       set bytes = r.bytes + wanted, expires = clock_timestamp() + make_interval(secs => seconds)
     where r.id = promise
    returning r.id into made;
    if made is null then
        insert into archive.reservation as r (containers, bytes, expires)
        values (containers, wanted, clock_timestamp() + make_interval(secs => seconds))
        returning r.id into made;
    end if;
end
$$;

-- What was deleted and can be brought back. It counts for no quota, but goes for good when its home needs the room.
create table archive.trash (
    node_id    bigint primary key references archive.node on delete cascade,
    home_id    bigint not null,
    owner      text not null,
    parent_id  bigint not null,                     -- where it was; may be gone
    name       text collate "C" not null,
    path       text not null,                       -- as it was when it was deleted
    bytes      bigint not null,
    files      bigint not null,
    deleted    timestamptz not null default now(),
    deleted_by text,
    catalogued boolean not null                     -- the catalogue still has to forget the files in it
);
create index on archive.trash (home_id, deleted);
create index on archive.trash (deleted);
create index on archive.trash (deleted) where catalogued;

-- Bytes that a file had before; counted with the container of the file.
create table archive.version (
    node_id    bigint not null references archive.node on delete cascade,
    number     integer not null,                    -- from 1, the oldest
    store_path text not null,
    size_bytes bigint not null,
    md5        bytea not null,
    sha256     bytea not null,
    media_type text not null,
    written    timestamptz not null,
    replaced   timestamptz not null default now(),
    primary key (node_id, number)
);
create index on archive.version (store_path);

-- With which classes a node went that is not there any more.
create index on archive.event (node_id) where action = 'node.delete';

-- A file of the user area has an address that outlives a move: by its node.
update archive.obscore o
   set access_path = '/files/node:' || split_part(d.publisher_did, '?', 2) || '/' || regexp_replace(o.access_path, '^.*/', '')
  from archive.dataset d
  join archive.collection c on c.id = d.collection_id and c.name = 'home'
 where d.id = o.dataset_id and o.access_path like '/files/home/%';
update archive.ingest_queue q
   set access_path = '/files/node:' || split_part(q.publisher_did, '?', 2) || '/' || regexp_replace(q.access_path, '^.*/', '')
 where q.access_path like '/files/home/%';
