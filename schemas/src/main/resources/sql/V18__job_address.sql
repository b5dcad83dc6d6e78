-- Events of what a job does tell from where it was asked for.
alter table archive.job add column address text;    -- the machine that made it; null: not kept
