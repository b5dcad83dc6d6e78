-- Who gets the bytes of a collection, beside those who see it: null: all of them.
alter table archive.collection add column data_class integer references archive.access_class;
