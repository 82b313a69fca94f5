-- Where somebody signed in from is kept no longer: the program writes no address down.

-- +goose Up
ALTER TABLE sign_in DROP COLUMN place;

-- +goose Down
ALTER TABLE sign_in ADD COLUMN place TEXT NOT NULL DEFAULT '';
