
-- Jobs that move files and change trees: what they are about, results that are elsewhere, and how far they are.
alter table archive.job
    add column document     text,                         -- XML that clients find in jobInfo
    add column link_ids     text[] not null default '{}', -- results that are no files of the job; both arrays of one length
    add column link_targets text[] not null default '{}', -- an address, or one relative to the job's
    add column done         bigint,                       -- how much of the work is done, in bytes or nodes
    add column total        bigint,                       -- of how much; null: not known
    add column brief        boolean not null default false; -- without files, soon forgotten; lost by a crash without harm
create index on archive.job (created) where brief;
create index on archive.job (list, account) where not brief and not deleted;

-- Files that are sent in segments. The segments are objects of the store until the whole is made of them.
create table archive.upload (
    id          text collate "C" primary key,   -- unguessable
    principal   text,                           -- who sends it; null: somebody with a signed address
    path        text not null,                  -- the node it will be, percent-encoded
    total_bytes bigint,                         -- as announced; null: not
    media_type  text,                           -- as sent; null: none
    created     timestamptz not null default now(),
    touched     timestamptz not null default now()
);
create index on archive.upload (touched);
create table archive.upload_segment (
    upload_id  text collate "C" not null references archive.upload on delete cascade,
    number     integer not null,                -- from 0
    size_bytes bigint not null,
    store_path text not null,
    primary key (upload_id, number)
);

-- Addresses that users hand out: who has one may do what its maker may, with one node.
create table archive.shared_link (
    id         text primary key,                -- to name it by; says nothing
    secret     bytea not null unique,           -- SHA-256 of what the address holds
    principal  text not null references archive.principal on delete cascade,
    path       text not null,                   -- percent-encoded
    verb       text not null,                   -- read or write
    label      text not null default '',
    created    timestamptz not null default now(),
    expires    timestamptz not null,
    uses_left  integer,                         -- null: any number
    used       bigint not null default 0,
    last_used  timestamptz
);
create index on archive.shared_link (principal, created);
create index on archive.shared_link (expires);
