-- Who sits in which workspace, and how people sign in. Times are seconds since 1970; 0 is never.

-- +goose Up

-- Seats stand in the ledger too, as facts of kind "seat" in the workspace's closed home; this table finds them by person.
CREATE TABLE seat (
    id        TEXT PRIMARY KEY,
    account   TEXT NOT NULL,
    workspace TEXT NOT NULL,
    role      TEXT NOT NULL,
    body      TEXT NOT NULL,
    since     BIGINT NOT NULL,
    UNIQUE (account, workspace, role, body)
);
CREATE INDEX seat_workspace ON seat (workspace);

-- One-time links that open a seat. Only the hash of the link is kept.
CREATE TABLE invitation (
    id        TEXT PRIMARY KEY,
    hash      BYTEA NOT NULL UNIQUE,
    workspace TEXT NOT NULL,
    role      TEXT NOT NULL,
    body      TEXT NOT NULL,
    name      TEXT NOT NULL,
    mail      TEXT NOT NULL,
    made_by   TEXT NOT NULL,
    made_at   BIGINT NOT NULL,
    expires   BIGINT NOT NULL,
    used_by   TEXT NOT NULL
);
CREATE INDEX invitation_workspace ON invitation (workspace);

-- Codes by the clock (RFC 6238). last_step is the newest step that was taken: an older code or the same again is refused.
CREATE TABLE totp (
    account   TEXT PRIMARY KEY,
    secret    TEXT NOT NULL,
    confirmed BIGINT NOT NULL,
    last_step BIGINT NOT NULL
);

CREATE TABLE recovery_code (
    account TEXT NOT NULL,
    hash    BYTEA NOT NULL,
    used    BIGINT NOT NULL,
    PRIMARY KEY (account, hash)
);

CREATE TABLE passkey (
    id      BYTEA PRIMARY KEY,
    account TEXT NOT NULL,
    name    TEXT NOT NULL,
    data    TEXT NOT NULL,
    created BIGINT NOT NULL,
    used    BIGINT NOT NULL
);
CREATE INDEX passkey_account ON passkey (account);

-- A person as an OpenID provider names them.
CREATE TABLE oidc_subject (
    issuer  TEXT NOT NULL,
    subject TEXT NOT NULL,
    account TEXT NOT NULL,
    created BIGINT NOT NULL,
    PRIMARY KEY (issuer, subject)
);
CREATE INDEX oidc_subject_account ON oidc_subject (account);

-- Each time somebody signed in, as long as it lasts: the owner's list, from which one can be ended.
CREATE TABLE sign_in (
    id      TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    how     TEXT NOT NULL,
    agent   TEXT NOT NULL,
    place   TEXT NOT NULL,
    began   BIGINT NOT NULL,
    seen    BIGINT NOT NULL,
    expires BIGINT NOT NULL
);
CREATE INDEX sign_in_account ON sign_in (account);

-- Browsers from which an account signed in before: guesses made elsewhere do not slow them down.
CREATE TABLE device (
    hash    BYTEA NOT NULL,
    account TEXT NOT NULL,
    expires BIGINT NOT NULL,
    PRIMARY KEY (hash, account)
);

-- +goose Down
DROP TABLE device;
DROP TABLE sign_in;
DROP TABLE oidc_subject;
DROP TABLE passkey;
DROP TABLE recovery_code;
DROP TABLE totp;
DROP TABLE invitation;
DROP TABLE seat;
