-- Jobs of all services after UWS 1.1: what users asked for, and who works on it. A server process that has taken a job
-- holds a lease on it, which it renews; when it does not, another one takes the job.
create table archive.job (
    id                text collate "C" primary key,     -- unguessable: who knows it may see a job without an owner
    list              text not null,                    -- the service: "tap"
    owner             text,                             -- null: anonymous
    account           text not null,                    -- whose share it runs on: "user:NAME" or "host:ADDRESS"
    phase             text not null,
    run_id            text,
    parameter_names   text[] not null default '{}',     -- as they were sent; the three arrays are of one length
    parameter_values  text[] not null default '{}',
    parameter_files   text[] not null default '{}',     -- name of the bytes where the value is a reference to them, else null
    public_url        text not null,                    -- as the request was addressed; for URLs in the results
    created           timestamptz not null default now(),
    queued            timestamptz,
    started           timestamptz,
    ended             timestamptz,
    execution_seconds integer not null,
    destruction       timestamptz not null,
    result_ids        text[] not null default '{}',     -- the five arrays are of one length
    result_types      text[] not null default '{}',
    result_files      text[] not null default '{}',     -- name of the bytes
    result_names      text[] not null default '{}',     -- under which a client should save it
    result_bytes      bigint[] not null default '{}',
    error             text,                             -- why it failed or was aborted
    error_transient   boolean not null default false,
    worker            text,                             -- the process that runs it
    lease             timestamptz,                      -- until when that is believed
    attempts          integer not null default 0,
    deleted           boolean not null default false    -- nobody sees it any more; its bytes are still to be removed
);
create index on archive.job (list, account, created desc) where not deleted;
create index on archive.job (list, queued) where phase = 'QUEUED' and not deleted;
create index on archive.job (list, account) where phase = 'EXECUTING' and not deleted;
create index on archive.job (lease) where phase = 'EXECUTING';
create index on archive.job (destruction);
create index on archive.job (deleted) where deleted;
