-- One text for SQLite and PostgreSQL. Ids and times are made by the program; BYTEA is a column type to both; times are
-- seconds since 1970. Ids are INTEGER because that makes them the key of the table itself on SQLite, and 2^31 facts are
-- more than the program can hold in memory.

-- +goose Up

-- The blocks of ids handed out so far.
CREATE TABLE counter (
    name  TEXT PRIMARY KEY,
    value BIGINT NOT NULL
);
INSERT INTO counter (name, value) VALUES ('act', 0);
INSERT INTO counter (name, value) VALUES ('fact', 0);

-- The head of the ledger: one row. Whoever commits an act changes it first and so holds its lock.
CREATE TABLE head (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    number BIGINT NOT NULL,
    root   BYTEA
);
INSERT INTO head (id, number) VALUES (1, 0);

CREATE TABLE act (
    id      INTEGER PRIMARY KEY,
    number  BIGINT UNIQUE,
    kind    TEXT NOT NULL,
    scope   TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    role    TEXT NOT NULL,
    body    TEXT NOT NULL,
    facts   BIGINT NOT NULL,
    ends    BIGINT NOT NULL,
    root    BYTEA,
    leaf    BYTEA,
    state   TEXT NOT NULL CHECK (state IN ('staged', 'committed', 'abandoned')),
    owner   BIGINT NOT NULL
);

CREATE TABLE fact (
    id       INTEGER PRIMARY KEY,
    act      INTEGER NOT NULL REFERENCES act (id),
    kind     TEXT NOT NULL,
    subject  TEXT NOT NULL,
    review   TEXT NOT NULL,
    body     TEXT,
    salt     BYTEA,
    digest   BYTEA NOT NULL,
    ended_by INTEGER REFERENCES act (id)
);
CREATE INDEX fact_act ON fact (act);
CREATE INDEX fact_subject ON fact (subject);
CREATE INDEX fact_review ON fact (review);
CREATE INDEX fact_ended_by ON fact (ended_by) WHERE ended_by IS NOT NULL;

CREATE TABLE tree_hash (
    idx  BIGINT PRIMARY KEY,
    hash BYTEA NOT NULL
);

CREATE TABLE checkpoint (
    size BIGINT PRIMARY KEY,
    text TEXT NOT NULL
);

-- What follows is not the record: it has no ledger and may be lost with a clear loss.

CREATE TABLE account (
    id            TEXT PRIMARY KEY,
    name          TEXT NOT NULL,
    login         TEXT NOT NULL UNIQUE,
    role          TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    created       BIGINT NOT NULL,
    disabled      BIGINT NOT NULL
);

CREATE TABLE token (
    hash    BYTEA PRIMARY KEY,
    purpose TEXT NOT NULL,
    account TEXT NOT NULL,
    expires BIGINT NOT NULL,
    used    BIGINT NOT NULL
);

CREATE TABLE session (
    token   TEXT PRIMARY KEY,
    data    BYTEA NOT NULL,
    expires BIGINT NOT NULL
);

CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- +goose Down
DROP TABLE setting;
DROP TABLE session;
DROP TABLE token;
DROP TABLE account;
DROP TABLE checkpoint;
DROP TABLE tree_hash;
DROP TABLE fact;
DROP TABLE act;
DROP TABLE head;
DROP TABLE counter;
