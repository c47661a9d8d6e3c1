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

-- What was proposed stays what was proposed, and what was decided stays decided: a hand at the database has to remove these first.
CREATE FUNCTION policy_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a version of the policy is not changed'; END $$;
CREATE TRIGGER policy_version_stays BEFORE UPDATE OF number, base, text, checksum, author, reason, proposed_at ON policy_version
    FOR EACH ROW EXECUTE FUNCTION policy_version_stays();
CREATE TRIGGER policy_version_decided BEFORE UPDATE ON policy_version FOR EACH ROW WHEN (OLD.state <> 'proposed')
    EXECUTE FUNCTION policy_version_stays();
CREATE TRIGGER policy_version_no_delete BEFORE DELETE ON policy_version FOR EACH ROW EXECUTE FUNCTION policy_version_stays();

-- One row: which version is in force. Changing it compares with the one before, so that no approval overtakes another.
CREATE TABLE policy_in_force (
    one BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
    number BIGINT NOT NULL REFERENCES policy_version (number)
);

-- Every decision names the version of the policy that made it (SE4).
ALTER TABLE audit_entry ADD COLUMN policy_version BIGINT;
-- For trying a proposed version on the last days' decisions.
CREATE INDEX audit_entry_decisions ON audit_entry (at) WHERE policy_version IS NOT NULL;

-- Whether the credential can be in several places at once, and what another system's acr was worth.
ALTER TABLE evidence ADD COLUMN synced BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE evidence ADD COLUMN asserted BIGINT;
