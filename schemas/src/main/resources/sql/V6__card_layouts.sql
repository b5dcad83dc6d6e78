-- Files of one pipeline have the same keywords and comments and differ in values alone: what they share is kept once.
-- The cards of an HDU are its layout and its texts. A text is the value of its card, or what a card without a value
-- (COMMENT, HISTORY, blank) says.
create table archive.card_layout (
    id         uuid primary key,                    -- of its content, so that every process comes to the same
    keywords   text[] not null,
    comments   text[] not null,                     -- null: none, or the text is what the card says
    commentary boolean[] not null                   -- true: the card has no value
);

-- No foreign key to the layout: none is ever deleted, and the check would cost more than the row.
create table archive.hdu_texts (
    dataset_id bigint not null references archive.dataset on delete cascade,
    hdu        integer not null,                    -- 0 is the primary HDU
    kind       text not null,                       -- image, bintable, table, other
    extname    text,
    layout     uuid not null,
    texts      text not null                        -- each ends with U+001F; U+001E: null
);

with whole as (
    select keywords, comments, gen_random_uuid() as id from archive.hdu group by keywords, comments),
kept as (
    insert into archive.card_layout
    select id, keywords, comments, array_fill(false, array[cardinality(keywords)]) from whole)
insert into archive.hdu_texts
select h.dataset_id, h.hdu, h.kind, h.extname, w.id,
       coalesce((select string_agg(coalesce(v.val, U&'\001E') || U&'\001F', '' order by v.n)
                   from unnest(h.vals) with ordinality as v(val, n)), '')
  from archive.hdu h join whole w on w.keywords = h.keywords and w.comments is not distinct from h.comments;

drop view xing.cards;
drop table archive.hdu;
alter table archive.hdu_texts rename to hdu;
alter table archive.hdu add primary key (dataset_id, hdu);
-- Statistics of texts that only xing.cards shows cost more than all others together, and no plan asks for them.
alter table archive.hdu alter texts set statistics 0;

create view xing.cards as
select d.publisher_did as obs_publisher_did, h.hdu, h.extname, c.ordinality::integer as card, c.keyword,
       case when c.commentary then null else c.said end as val,
       case when c.commentary then c.said else c.comment end as comment, d.access_class
  from archive.hdu h
  join archive.card_layout l on l.id = h.layout
  join archive.dataset d on d.id = h.dataset_id
 cross join lateral unnest(l.keywords, string_to_array(h.texts, U&'\001F', U&'\001E'), l.comments, l.commentary)
       with ordinality as c(keyword, said, comment, commentary, ordinality)
 where c.keyword is not null;
