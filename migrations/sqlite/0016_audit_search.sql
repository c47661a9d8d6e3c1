-- The search index of the audit log, by blocks of 4096 places. It is made from the log, after the fact, and can be made again.

-- Which places of a block have a term: a byte 1 and a list of places, or a byte 2 and one bit a place.
CREATE TABLE audit_term (
    term TEXT NOT NULL,
    block INTEGER NOT NULL,
    bits BLOB NOT NULL,
    PRIMARY KEY (term, block)
) STRICT, WITHOUT ROWID;

-- When a block's entries were written: the earliest and the latest in milliseconds, and each one's distance from the one before.
CREATE TABLE audit_block (
    block INTEGER NOT NULL PRIMARY KEY,
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    times BLOB NOT NULL
) STRICT;

-- How far it has come: every entry before that place is in it. Who moves it repeats where it was.
CREATE TABLE audit_indexed (
    name TEXT NOT NULL PRIMARY KEY,
    upto INTEGER NOT NULL
) STRICT;

CREATE INDEX audit_block_by_time ON audit_block (last_at, first_at, block);

INSERT INTO audit_indexed (name, upto) VALUES ('search', 0);
