create schema if not exists stripe_sandbox;
set search_path to stripe_sandbox, public;

create or replace function clock() returns timestamptz stable language plpgsql as $$
begin
    if to_regprocedure('public.app_now()') is not null then
        return public.app_now();
    end if;
    return statement_timestamp();
end $$;

create table if not exists objects (
    id text primary key,
    kind text not null,
    seq bigint generated always as identity,
    created timestamptz not null,
    body jsonb not null
);
create index if not exists objects_by_kind on objects (kind, seq);
create index if not exists objects_by_intent on objects ((body->>'payment_intent'), kind) where body->>'payment_intent' is not null;
create index if not exists objects_by_charge on objects ((body->>'charge'), kind) where body->>'charge' is not null;
create index if not exists objects_by_customer on objects ((body->>'customer'), kind) where body->>'customer' is not null;
create index if not exists objects_by_source on objects ((body->>'source')) where kind = 'balance_transaction';
create index if not exists sessions_open on objects (((body->>'expires_at')::bigint))
    where kind = 'checkout.session' and body->>'status' = 'open';
create index if not exists refunds_pending on objects (id) where kind = 'refund' and body->>'status' = 'pending';

create table if not exists remembered (
    key text primary key,
    fingerprint text not null,
    path text not null,
    status int not null,
    body text not null,
    created timestamptz not null
);
create index if not exists remembered_by_age on remembered (created);

create table if not exists deliveries (
    id bigint primary key generated always as identity,
    event text not null,
    type text not null,
    body text not null,
    forged boolean not null default false,
    attempts int not null default 0,
    next_at timestamptz not null default now(),
    status int,
    done_at timestamptz
);
create index if not exists deliveries_due on deliveries (next_at) where done_at is null;
create index if not exists deliveries_done on deliveries (done_at) where done_at is not null;

create table if not exists faults (
    id bigint primary key generated always as identity,
    spec jsonb not null,
    met int not null default 0,
    hits int not null default 0
);

create table if not exists knobs (name text primary key, value bigint not null);
