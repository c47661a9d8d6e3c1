-- The versions of the assurance policy, and the one in force.

-- A version is never changed but in its state: proposed, then approved, rejected or withdrawn. `base` is the version that was
-- in force when it was proposed. `author` is nobody for the one that came with the installation, and for the operator's.
CREATE TABLE policy_version (
    number INTEGER NOT NULL PRIMARY KEY,
    base INTEGER NOT NULL,
    text TEXT NOT NULL,
    checksum BLOB NOT NULL,
    author BLOB REFERENCES staff (id),
    reason TEXT NOT NULL,
    state TEXT NOT NULL,
    proposed_at INTEGER NOT NULL,
    decided_by BLOB REFERENCES staff (id),
    decided_at INTEGER
) STRICT;

-- What was proposed stays what was proposed, and what was decided stays decided: a hand at the database has to remove these first.
CREATE TRIGGER policy_version_stays BEFORE UPDATE OF number, base, text, checksum, author, reason, proposed_at ON policy_version
    BEGIN SELECT RAISE(ABORT, 'a version of the policy is not changed'); END;
CREATE TRIGGER policy_version_decided BEFORE UPDATE ON policy_version WHEN OLD.state <> 'proposed'
    BEGIN SELECT RAISE(ABORT, 'a version of the policy is decided once'); END;
CREATE TRIGGER policy_version_no_delete BEFORE DELETE ON policy_version
    BEGIN SELECT RAISE(ABORT, 'a version of the policy is not changed'); END;

-- One row: which version is in force. Changing it compares with the one before, so that no approval overtakes another.
CREATE TABLE policy_in_force (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    number INTEGER NOT NULL REFERENCES policy_version (number)
) STRICT;

-- Every decision names the version of the policy that made it (SE4).
ALTER TABLE audit_entry ADD COLUMN policy_version INTEGER;
-- For trying a proposed version on the last days' decisions.
CREATE INDEX audit_entry_decisions ON audit_entry (at) WHERE policy_version IS NOT NULL;

-- Whether the credential can be in several places at once, and what another system's acr was worth.
ALTER TABLE evidence ADD COLUMN synced INTEGER NOT NULL DEFAULT 0;
ALTER TABLE evidence ADD COLUMN asserted INTEGER;
