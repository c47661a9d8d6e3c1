-- The queue of entries without a place is written with every entry: its key alone, in one tree instead of two.
CREATE TABLE audit_waiting_alone (
    entry_id BLOB NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;
INSERT INTO audit_waiting_alone (entry_id) SELECT entry_id FROM audit_waiting;
DROP TABLE audit_waiting;
ALTER TABLE audit_waiting_alone RENAME TO audit_waiting;
