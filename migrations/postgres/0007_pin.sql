-- A challenge by another method than a phone's prompt, and customers' PINs.

ALTER TABLE challenge ADD COLUMN method TEXT NOT NULL DEFAULT 'push';
ALTER TABLE challenge ALTER COLUMN method DROP DEFAULT;
ALTER TABLE challenge ALTER COLUMN device_id DROP NOT NULL;
ALTER TABLE challenge ALTER COLUMN code DROP NOT NULL;
ALTER TABLE challenge ADD COLUMN entry_number TEXT;

-- What is typed on a keypad arrives under its number alone.
CREATE UNIQUE INDEX challenge_entry ON challenge (entry_number) WHERE state IN ('pending', 'delivered', 'opened');

-- A number that the customer chose: its Argon2id hash, which needs a key from outside the database to be compared.
CREATE TABLE pin (
    customer_id UUID NOT NULL PRIMARY KEY REFERENCES customer (id),
    hash TEXT NOT NULL,
    set_at BIGINT NOT NULL,
    counts_from BIGINT NOT NULL,
    failures BIGINT NOT NULL,
    used_at BIGINT
);
