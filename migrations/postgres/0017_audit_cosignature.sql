-- What witnesses said to the heads of the record (C2SP tlog-cosignature).

-- A signature line for each head and witness. A witness is known by its name and which of its keys: `name+id`.
CREATE TABLE audit_cosignature (
    epoch BIGINT NOT NULL,
    size BIGINT NOT NULL,
    witness TEXT NOT NULL,
    at BIGINT NOT NULL,
    line TEXT NOT NULL,
    PRIMARY KEY (epoch, size, witness)
);

-- How far each witness has seen the record, and what it knows that this database does not have: 'ahead' or 'fork'.
CREATE TABLE audit_witness (
    epoch BIGINT NOT NULL,
    witness TEXT NOT NULL,
    size BIGINT NOT NULL,
    at BIGINT NOT NULL,
    conflict TEXT,
    PRIMARY KEY (epoch, witness)
);

CREATE TRIGGER audit_cosignature_no_change BEFORE UPDATE OR DELETE ON audit_cosignature FOR EACH ROW EXECUTE FUNCTION audit_entry_stays();
