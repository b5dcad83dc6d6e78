-- Several files of a collection may be one observation, as its description says by "unique". One of them is current: the
-- one written last. The others stay under their own names, marked as earlier bytes of a file are.
alter table archive.dataset
    add column obs_key  text,                                   -- null: the path is the key
    add column modified timestamptz not null default now();     -- of the file; of an upload
create index on archive.dataset (collection_id, obs_key) where obs_key is not null;

-- Rows are made with what is known of a collection; this says, when they are written, whether it is still true.
alter table archive.collection add column revision bigint not null default 0;

create function archive.count_revision() returns trigger language plpgsql as $$
begin
    new.revision := old.revision + 1;
    return new;
end
$$;
create trigger collection_revision before update of mapping, access_class, store_class on archive.collection
    for each row execute function archive.count_revision();
