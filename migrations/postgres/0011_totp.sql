-- Authenticator apps: the seed each shares with us, sealed under a key from outside the database, and the last step whose code was taken.

CREATE TABLE totp (
    customer_id UUID NOT NULL PRIMARY KEY REFERENCES customer (id),
    sealed BYTEA NOT NULL,
    set_at BIGINT NOT NULL,
    counts_from BIGINT NOT NULL,
    failures BIGINT NOT NULL,
    last_step BIGINT NOT NULL,
    used_at BIGINT
);
