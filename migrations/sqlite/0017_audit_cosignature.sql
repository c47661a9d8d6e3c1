-- What witnesses said to the heads of the record (C2SP tlog-cosignature).

-- A signature line for each head and witness. A witness is known by its name and which of its keys: `name+id`.
CREATE TABLE audit_cosignature (
    epoch INTEGER NOT NULL,
    size INTEGER NOT NULL,
    witness TEXT NOT NULL,
    at INTEGER NOT NULL,
    line TEXT NOT NULL,
    PRIMARY KEY (epoch, size, witness)
) STRICT, WITHOUT ROWID;

-- How far each witness has seen the record, and what it knows that this database does not have: 'ahead' or 'fork'.
CREATE TABLE audit_witness (
    epoch INTEGER NOT NULL,
    witness TEXT NOT NULL,
    size INTEGER NOT NULL,
    at INTEGER NOT NULL,
    conflict TEXT,
    PRIMARY KEY (epoch, witness)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER audit_cosignature_no_update BEFORE UPDATE ON audit_cosignature BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TRIGGER audit_cosignature_no_delete BEFORE DELETE ON audit_cosignature BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
