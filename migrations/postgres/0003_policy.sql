-- The versions of the assurance policy, and the one in force.

-- A version is never changed but in its state: proposed, then approved, rejected or withdrawn. `base` is the version that was
-- in force when it was proposed. `author` is nobody for the one that came with the installation, and for the operator's.
CREATE TABLE policy_version (
    number BIGINT NOT NULL PRIMARY KEY,
    base BIGINT NOT NULL,
    text TEXT NOT NULL,
    checksum BYTEA NOT NULL,
    author UUID REFERENCES staff (id),
    reason TEXT NOT NULL,
    state TEXT NOT NULL,
    proposed_at BIGINT NOT NULL,
    decided_by UUID REFERENCES staff (id),
    decided_at BIGINT
);

-- One row: which version is in force. Changing it compares with the one before, so that no approval overtakes another.
CREATE TABLE policy_in_force (
    one BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
    number BIGINT NOT NULL REFERENCES policy_version (number)
);

-- Every decision names the version of the policy that made it (SE4).
ALTER TABLE audit_entry ADD COLUMN policy_version BIGINT;

-- Whether the credential can be in several places at once, and what another system's acr was worth.
ALTER TABLE evidence ADD COLUMN synced BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE evidence ADD COLUMN asserted BIGINT;
