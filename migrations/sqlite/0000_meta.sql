-- Which migrations this database has had, and the SHA-256 of each. Run before every check, so it may find itself done.
CREATE TABLE IF NOT EXISTS migration (
    name     TEXT NOT NULL PRIMARY KEY,
    checksum BLOB NOT NULL
) STRICT;
