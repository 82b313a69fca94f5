-- Sealed pieces that have not entered the ledger yet: at most those of a day. What is in a blob nobody can read without a key
-- that is not here. A row says nothing of who sent it, to which desk it goes, or when on its day it came.

-- +goose Up
CREATE TABLE sealed (
    tag       TEXT PRIMARY KEY,
    workspace TEXT NOT NULL,
    day       TEXT NOT NULL,
    blob      BYTEA NOT NULL
);
CREATE INDEX sealed_workspace ON sealed (workspace, tag);

-- The last day whose pieces entered the ledger.
CREATE TABLE sealed_day (
    workspace TEXT PRIMARY KEY,
    day       TEXT NOT NULL
);

-- +goose Down
DROP TABLE sealed_day;
DROP TABLE sealed;
