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

-- One row: which version is in force. Changing it compares with the one before, so that no approval overtakes another.
CREATE TABLE policy_in_force (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    number INTEGER NOT NULL REFERENCES policy_version (number)
) STRICT;

-- Every decision names the version of the policy that made it (SE4).
ALTER TABLE audit_entry ADD COLUMN policy_version INTEGER;

-- Whether the credential can be in several places at once, and what another system's acr was worth.
ALTER TABLE evidence ADD COLUMN synced INTEGER NOT NULL DEFAULT 0;
ALTER TABLE evidence ADD COLUMN asserted INTEGER;
