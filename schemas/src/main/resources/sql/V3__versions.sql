-- New bytes of a file take its path and DID; what was there stays as a version, under "<path>.~N~", which is also its
-- name in the store. It has no row in ObsCore, in the collection's table or among the cards.
alter table archive.dataset
    add column superseded    timestamptz,               -- null: current
    add column superseded_by text;                      -- DID of what took its place

create view xing.versions as
select publisher_did as obs_publisher_did, superseded_by, superseded at time zone 'UTC' as superseded, size_bytes,
       encode(sha256, 'hex') as sha256, access_class
  from archive.dataset
 where superseded is not null;
create index on archive.dataset (superseded_by) where superseded is not null;

-- A file that could not be catalogued in all its attempts stays in the queue until the operator retries or drops it.
alter table archive.ingest_queue add column dead timestamptz;
create index on archive.ingest_queue (publisher_did);

-- Statistics of texts that only xing.cards shows cost more than all others together, and no plan asks for them.
alter table archive.hdu alter vals set statistics 0, alter comments set statistics 0;
