-- Authenticator apps: the seed each shares with us, sealed under a key from outside the database, and the last step whose code was taken.

CREATE TABLE totp (
    customer_id BLOB NOT NULL PRIMARY KEY REFERENCES customer (id),
    sealed BLOB NOT NULL,
    set_at INTEGER NOT NULL,
    counts_from INTEGER NOT NULL,
    failures INTEGER NOT NULL,
    last_step INTEGER NOT NULL,
    used_at INTEGER
) STRICT;
