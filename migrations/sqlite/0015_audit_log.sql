-- The audit log: entries get their place after they are committed, so that writers never queue behind one row.

-- Commitments to the personal data of an entry, as canonical JSON: names and salted SHA-256. The data stands beside it.
ALTER TABLE audit_entry ADD COLUMN personal TEXT;

-- What an entry commits to, until it is erased: then the row is gone and the commitment stays.
CREATE TABLE audit_personal (
    entry_id BLOB NOT NULL,
    name TEXT NOT NULL,
    customer_id BLOB,
    salt BLOB NOT NULL,
    data TEXT NOT NULL,
    retention TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (entry_id, name)
) STRICT;

-- Entries that have no place yet. Written in the entry's own transaction, removed when it gets one.
CREATE TABLE audit_waiting (
    entry_id BLOB NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- Which entry stands where: its index in the tree (from 0), and its RFC 6962 leaf hash.
CREATE TABLE audit_place (
    position INTEGER NOT NULL PRIMARY KEY,
    entry_id BLOB NOT NULL,
    leaf BLOB NOT NULL
) STRICT;

-- Full tiles (C2SP tlog-tiles): 256 hashes, one after the other. Those that are not full follow from what is below them.
CREATE TABLE audit_tile (
    level INTEGER NOT NULL,
    number INTEGER NOT NULL,
    hashes BLOB NOT NULL,
    PRIMARY KEY (level, number)
) STRICT, WITHOUT ROWID;

-- How far the tree goes, and its root. One row; who changes it repeats the size it saw, so a sequencer that was left behind changes nothing.
CREATE TABLE audit_head (
    name TEXT NOT NULL PRIMARY KEY,
    epoch INTEGER NOT NULL,
    size INTEGER NOT NULL,
    root BLOB NOT NULL
) STRICT;

-- Every head that was signed: a C2SP checkpoint.
CREATE TABLE audit_checkpoint (
    epoch INTEGER NOT NULL,
    size INTEGER NOT NULL,
    at INTEGER NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (epoch, size)
) STRICT;

CREATE UNIQUE INDEX audit_place_by_entry ON audit_place (entry_id);
CREATE INDEX audit_personal_by_customer ON audit_personal (customer_id);
CREATE INDEX audit_personal_by_age ON audit_personal (retention, at);

INSERT INTO audit_waiting (entry_id) SELECT id FROM audit_entry;
INSERT INTO audit_head (name, epoch, size, root) VALUES ('head', 1, 0, x'');

-- As with the entries: nobody changes a place, a full tile or a signed head without removing these first.
CREATE TRIGGER audit_place_no_update BEFORE UPDATE ON audit_place BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TRIGGER audit_place_no_delete BEFORE DELETE ON audit_place BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TRIGGER audit_tile_no_update BEFORE UPDATE ON audit_tile BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TRIGGER audit_tile_no_delete BEFORE DELETE ON audit_tile BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TRIGGER audit_checkpoint_no_delete BEFORE DELETE ON audit_checkpoint BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
