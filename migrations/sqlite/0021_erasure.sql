-- Erasing what stands beside entries: the entries stay, and what they commit to is gone.

-- An erasure, under the name of its entry in the log. Until it is scrubbed, free space of the database may still hold what was erased.
CREATE TABLE audit_erasure (
    id BLOB NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    scrubbed_at INTEGER
) STRICT;

-- Which piece was erased by which erasure.
CREATE TABLE audit_erased (
    entry_id BLOB NOT NULL,
    name TEXT NOT NULL,
    erasure_id BLOB NOT NULL REFERENCES audit_erasure (id),
    PRIMARY KEY (entry_id, name)
) STRICT;

-- Customers of whom nothing may be erased.
CREATE TABLE legal_hold (
    customer_id BLOB NOT NULL PRIMARY KEY REFERENCES customer (id),
    since INTEGER NOT NULL
) STRICT;

CREATE INDEX audit_erased_by_erasure ON audit_erased (erasure_id);
CREATE INDEX audit_erasure_unscrubbed ON audit_erasure (at) WHERE scrubbed_at IS NULL;
CREATE INDEX message_by_run ON message (run_id);

-- Where nothing was asked to change, showing who somebody is needs no seven years.
UPDATE audit_personal SET retention = 'contact' WHERE entry_id IN
    (SELECT id FROM audit_entry WHERE event IN ('asked', 'approved') AND session_id IN
        (SELECT session_id FROM challenge GROUP BY session_id HAVING COUNT(request) = 0));

CREATE TRIGGER audit_personal_no_update BEFORE UPDATE ON audit_personal BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TRIGGER audit_erased_no_update BEFORE UPDATE ON audit_erased BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TRIGGER audit_erased_no_delete BEFORE DELETE ON audit_erased BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
