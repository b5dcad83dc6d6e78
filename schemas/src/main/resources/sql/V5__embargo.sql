-- Embargoes. A class with a moment of its own opens to everybody then; rows of open classes are moved to the public
-- class from time to time, so that few such classes are asked for.
alter table archive.access_class add column opens timestamptz;

do $$
declare
    old text;
begin
    select indexrelid::regclass::text into old
      from pg_index
     where indrelid = 'archive.access_class'::regclass and indisunique and not indisprimary;
    execute 'drop index ' || old;
end
$$;
create unique index on archive.access_class
    (is_public, coalesce(owner, ''), read_groups, coalesce(opens, 'infinity'::timestamptz));

-- Who may read all files of a collection whatever their classes, where that is not access_class: the collection itself
-- may be seen by everybody while each of its files has a class of its own.
alter table archive.collection add column store_class integer references archive.access_class;

-- Why a file stays closed although its collection opens file by file.
alter table archive.dataset add column access_reason text;
create index on archive.dataset (access_class) where access_class <> 0;

create or replace view xing.doubts as
select d.publisher_did as obs_publisher_did, q.quantity,
       split_part(q.words, ': ', 1) as reason, substr(q.words, strpos(q.words, ': ') + 2) as detail, d.access_class
  from archive.dataset d
 cross join lateral (values ('position', d.position_reason), ('region', d.region_reason), ('time', d.time_reason),
                            ('access', d.access_reason))
            as q(quantity, words)
 where q.words is not null and d.superseded is null;
