-- What tells people and machines what the record knows. It is not the record: losing it means that people choose anew
-- how they want to be told, and that receivers of webhooks are set up again. Times are seconds since 1970; 0 is never.

-- +goose Up

-- Of several nodes on one database the one that holds the lease works.
CREATE TABLE lease (
    name  TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    until BIGINT NOT NULL
);

-- How a person wants to be told. act is the cursor: what later acts did is new to the person. told are fingerprints of what the
-- last mail said, repeated how often the same was said again.
CREATE TABLE notice (
    account   TEXT PRIMARY KEY,
    address   TEXT NOT NULL,
    confirmed BIGINT NOT NULL,
    every     TEXT NOT NULL,
    weekday   BIGINT NOT NULL,
    paused    TEXT NOT NULL,
    lang      TEXT NOT NULL,
    secret    TEXT NOT NULL UNIQUE,
    calendar  BYTEA,
    act       BIGINT NOT NULL,
    period    TEXT NOT NULL,
    told      TEXT NOT NULL,
    told_at   BIGINT NOT NULL,
    repeated  BIGINT NOT NULL,
    refused   BIGINT NOT NULL
);
CREATE INDEX notice_calendar ON notice (calendar) WHERE calendar IS NOT NULL;

-- Mails on their way. The key says what a mail is, so that it is made once.
CREATE TABLE outbox (
    id      TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    address TEXT NOT NULL,
    message BYTEA,
    made    BIGINT NOT NULL,
    state   TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'refused', 'given-up')),
    tries   BIGINT NOT NULL,
    again   BIGINT NOT NULL,
    trouble TEXT NOT NULL
);
CREATE INDEX outbox_waiting ON outbox (again) WHERE state = 'waiting';

-- Receivers of what a workspace publishes. act is the cursor.
CREATE TABLE hook (
    id        TEXT PRIMARY KEY,
    workspace TEXT NOT NULL,
    url       TEXT NOT NULL,
    secret    TEXT NOT NULL,
    made_by   TEXT NOT NULL,
    made      BIGINT NOT NULL,
    state     TEXT NOT NULL CHECK (state IN ('on', 'off', 'failed')),
    failures  BIGINT NOT NULL,
    trouble   TEXT NOT NULL,
    act       BIGINT NOT NULL
);
CREATE INDEX hook_workspace ON hook (workspace);

CREATE TABLE delivery (
    hook    TEXT NOT NULL REFERENCES hook (id) ON DELETE CASCADE,
    act     BIGINT NOT NULL,
    body    BYTEA NOT NULL,
    made    BIGINT NOT NULL,
    state   TEXT NOT NULL CHECK (state IN ('waiting', 'taken', 'given-up')),
    tries   BIGINT NOT NULL,
    again   BIGINT NOT NULL,
    status  BIGINT NOT NULL,
    trouble TEXT NOT NULL,
    PRIMARY KEY (hook, act)
);
CREATE INDEX delivery_waiting ON delivery (again) WHERE state = 'waiting';

-- +goose Down
DROP TABLE delivery;
DROP TABLE hook;
DROP TABLE outbox;
DROP TABLE notice;
DROP TABLE lease;
