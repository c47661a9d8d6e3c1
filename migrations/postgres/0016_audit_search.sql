-- The search index of the audit log, by blocks of 4096 places. It is made from the log, after the fact, and can be made again.

-- Which places of a block have a term: a byte 1 and a list of places, or a byte 2 and one bit a place.
CREATE TABLE audit_term (
    term TEXT NOT NULL,
    block BIGINT NOT NULL,
    bits BYTEA NOT NULL,
    PRIMARY KEY (term, block)
);

-- When a block's entries were written: the earliest and the latest in milliseconds, and each one's distance from the one before.
CREATE TABLE audit_block (
    block BIGINT NOT NULL PRIMARY KEY,
    first_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    times BYTEA NOT NULL
);

-- How far it has come: every entry before that place is in it. Who moves it repeats where it was.
CREATE TABLE audit_indexed (
    name TEXT NOT NULL PRIMARY KEY,
    upto BIGINT NOT NULL
);

CREATE INDEX audit_block_by_time ON audit_block (last_at, first_at, block);

INSERT INTO audit_indexed (name, upto) VALUES ('search', 0);
