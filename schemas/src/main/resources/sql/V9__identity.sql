-- Passwords, sessions, scopes of tokens, groups with several owners and groups in groups, and the trail of events.

alter table archive.principal
    add column password         text,               -- PHC string; null: does not sign in with a password
    add column password_changed timestamptz,
    add column disabled         timestamptz,        -- since when nobody comes in under this name; null: as usual
    add column last_login       timestamptz;        -- by the login page or, at most once an hour, with a password

alter table archive.token
    add column name      text not null default '',
    add column scope     text not null default 'admin' check (scope in ('read', 'write', 'admin')),
    add column last_used timestamptz;                -- exact to a minute
create index on archive.token (principal);

-- Browsers that are signed in. The cookie's text is kept by its SHA-256 alone.
create table archive.session (
    sha256    bytea primary key,
    principal text not null references archive.principal on delete cascade,
    address   text,
    agent     text,                                  -- what the browser calls itself
    created   timestamptz not null default now(),
    last_used timestamptz not null default now(),    -- exact to a minute
    expires   timestamptz not null
);
create index on archive.session (principal);
create index on archive.session (expires);

-- Owners are in a group without being members. A group always has one: the last cannot be taken away.
create table archive.group_owner (
    group_name text not null references archive.user_group on delete cascade,
    principal  text not null references archive.principal,
    primary key (group_name, principal)
);
create index on archive.group_owner (principal);
insert into archive.group_owner (group_name, principal) select name, owner from archive.user_group;
alter table archive.user_group
    drop column owner,
    add column description text not null default '',
    add column created     timestamptz not null default now();
create index on archive.group_member (principal);

-- Whoever is in "inner" is in "outer".
create table archive.group_nesting (
    outer_name text not null references archive.user_group on delete cascade,
    inner_name text not null references archive.user_group on delete cascade,
    primary key (inner_name, outer_name),
    check (inner_name <> outer_name)
);
create index on archive.group_nesting (outer_name);

-- Who did what, when, from where; written in the transaction of the change, so there is an event if and only if there
-- is the change. Numbers are given before commit, so an event may appear after one of a higher number: who reads on from
-- a point takes the order (tx, id) and only rows with tx < pg_snapshot_xmin(pg_current_snapshot()), to which no earlier
-- one can be added. Transaction numbers are a database cluster's own: those of another one (a restored dump) are set to
-- 2, which is older than any.
create table archive.event (
    id      bigint generated always as identity primary key,
    at      timestamptz not null default now(),
    tx      xid8 not null default pg_current_xact_id(),
    actor   text,                                    -- null: anonymous
    address text,                                    -- null: not over the network
    action  text collate "C" not null,               -- "node.create", "token.revoke"
    subject text collate "C" not null,               -- the path, user, group, number of a token ... that it was done to
    node_id bigint,                                  -- archive.node.id, which may be gone; null: no node
    detail  jsonb not null default '{}'
);
create index on archive.event (tx, id);
create index on archive.event (actor, id);
create index on archive.event (left(subject, 200), id);
create index on archive.event (action, id) where node_id is null;
create index on archive.event using brin (at);
