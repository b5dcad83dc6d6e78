-- Names that nobody gets again: access classes and properties of nodes name users and groups, and whoever got the name
-- of another one would get what is shared with that one (GMS 1.0, section 4.4).
create table archive.retired_name (
    kind    text not null check (kind in ('user', 'group')),
    name    text not null,
    retired timestamptz not null default now(),
    primary key (kind, name)
);
