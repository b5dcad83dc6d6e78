-- Files of the space that are tables. The rows are in space.t<number>; a relation never changes, new bytes of a file get
-- another one. A node says which is its table, in the row that says which are its bytes.
create schema space;

alter table archive.node
    add column table_number  integer,               -- its rows are in space.t<number>; null: it is no table, or not yet
    add column table_refusal text;                  -- why its bytes, which look like a table, are none; null: nothing to say

create sequence archive.space_table_number as integer;

-- Tables that can be asked. The class is the one under which the table is listed; whether a caller may ask it is
-- decided by the nodes down to it.
create table archive.space_table (
    number       integer primary key,
    list_class   integer not null unique,           -- minus the number: the class of its rows in tap_schema.all_tables
    node_id      bigint not null unique,            -- may be gone; then the table goes, too
    store_path   text not null,                     -- the bytes it was made of
    owner        text not null,
    access_class integer not null,
    description  text,
    row_count    bigint not null,
    bytes        bigint not null,
    loaded       timestamptz not null default now()
);
create index on archive.space_table (access_class);
create index on archive.space_table (owner);

create table archive.space_column (
    number       integer not null references archive.space_table on delete cascade,
    column_name  text not null,
    datatype     text not null,
    arraysize    text,
    xtype        text,
    description  text,
    utype        text,
    unit         text,
    ucd          text,
    indexed      integer not null,
    principal    integer not null,
    column_index integer not null,
    primary key (number, column_index)
);

-- Bytes that wait for somebody to see whether they are a table. Written with the row that leaves archive.ingest_queue.
create table archive.table_queue (
    id           bigint generated always as identity primary key,
    node_id      bigint not null,
    store_path   text not null,
    access_class integer not null,
    attempts     integer not null default 0,
    not_before   timestamptz not null default now(),
    last_error   text
);
create index on archive.table_queue (node_id);
insert into archive.table_queue (node_id, store_path, access_class)
select n.id, n.store_path, n.access_class from archive.node n where n.store_path is not null and n.size_bytes > 0 order by n.id;

-- What a table is called at this moment: the path of its node below the home of all users.
create view archive.space_table_path as
select t.number, w.path
  from archive.space_table t
 cross join lateral (
    with recursive up (parent_id, path) as (
        select n.parent_id, n.name from archive.node n
         where n.id = t.node_id and n.table_number = t.number and n.size_bytes > 0
        union all
        select p.parent_id, p.name || '/' || u.path from up u join archive.node p on p.id = u.parent_id
         where p.parent_id is not null)
    select u.path from up u
     where u.parent_id = (select h.id from archive.node h where h.parent_id is null and h.name = 'home')) w;

-- TAP_SCHEMA with the tables of the space. Who asks brings the classes of those that he may read.
create view tap_schema.all_tables as
select schema_name, table_name, table_type, utype, description, table_index, access_class from tap_schema.tables
union all
select 'vos', 'vos."' || replace(p.path, '"', '""') || '"', 'table', null, t.description, null, t.list_class
  from archive.space_table t join archive.space_table_path p on p.number = t.number;

create view tap_schema.all_columns as
select table_name, column_name, datatype, arraysize, xtype, "size", description, utype, unit, ucd, indexed, principal, std,
       column_index, access_class
  from tap_schema.columns
union all
select 'vos."' || replace(p.path, '"', '""') || '"', c.column_name, c.datatype, c.arraysize, c.xtype,
       case when c.arraysize ~ '^[0-9]{1,9}[*]?$' then rtrim(c.arraysize, '*')::integer end,
       c.description, c.utype, c.unit, c.ucd, c.indexed, c.principal, 0, c.column_index, t.list_class
  from archive.space_table t
  join archive.space_table_path p on p.number = t.number
  join archive.space_column c on c.number = t.number;
