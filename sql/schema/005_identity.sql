-- Who may sign in, and who is signed in.
create schema identity;

create table identity.user (
    username varchar primary key,
    name varchar not null,
    role varchar not null,
    councils varchar[] not null,
    officer varchar not null,  -- the officer's code in the council's extracts
    password_hash varchar not null,
    must_change_password boolean not null,
    created_at timestamp not null,
    disabled_at timestamp
);

-- Times are UTC.
create table identity.session (
    token_hash varchar primary key,  -- SHA-256 of the cookie's token: the token itself is kept nowhere
    username varchar not null,
    address varchar not null,  -- the network address it was started from
    created_at timestamp not null,
    seen_at timestamp not null,  -- written at most once a minute
    ended_at timestamp,
    end_reason varchar
);

create table identity.failed_sign_in (
    username varchar not null,  -- a name that nobody has is kept as a hash: people type passwords into the wrong box
    address varchar not null,
    failed_at timestamp not null
);

-- The made-up council's sign-ins, shown on its sign-in page. A real store has none.
create table identity.demo_sign_in (
    username varchar primary key,
    password varchar not null,
    note varchar not null
);
