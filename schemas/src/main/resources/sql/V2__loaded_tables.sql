-- Catalogues that were loaded as tables. The rows are in archive.<storage>, in sky order; the view data.<name> over it
-- adds the class of the whole table and is what queries see. Loading builds another table beside and changes the view.
create table archive.loaded_table (
    name         text primary key,                  -- of the view in schema data
    storage      text not null unique,              -- catalogue_<number>_<name>
    title        text not null,
    description  text not null default '',
    access_class integer not null references archive.access_class,
    ra_column    text,                              -- ICRS deg; null: no positions
    dec_column   text,
    key_column   text,                              -- with a unique index; null: none
    indexed      text[] not null default '{}',      -- more columns with an index
    sources      text[] not null,                   -- the files as they were named
    row_count    bigint not null,
    loaded       timestamptz not null default now()
);

create sequence archive.catalogue_number;
