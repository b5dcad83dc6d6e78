-- Why a picture has no region and why a dataset has no time, or one that is less certain than it looks. Beside
-- position_reason; a short code, a colon and words.
alter table archive.dataset add column region_reason text;
alter table archive.dataset add column time_reason text;

create view xing.doubts as
select d.publisher_did as obs_publisher_did, q.quantity,
       split_part(q.words, ': ', 1) as reason, substr(q.words, strpos(q.words, ': ') + 2) as detail, d.access_class
  from archive.dataset d
 cross join lateral (values ('position', d.position_reason), ('region', d.region_reason), ('time', d.time_reason))
            as q(quantity, words)
 where q.words is not null and d.superseded is null;
