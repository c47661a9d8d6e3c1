-- Pruning the log: its oldest entries go, by two people; their places and hashes stay.

-- A pruning, under the id of the entry that says that it was asked for. `state`: 'proposed', 'refused', 'expired', 'approved' (entries go, step
-- by step, up to `done_to`), 'done'. `entry_id` is the entry that says that it was approved.
CREATE TABLE audit_pruning (
    id BLOB NOT NULL PRIMARY KEY,
    from_place INTEGER NOT NULL,
    to_place INTEGER NOT NULL,
    before_at INTEGER NOT NULL,
    head_size INTEGER NOT NULL,
    head_root BLOB NOT NULL,
    reason TEXT NOT NULL,
    asked_by BLOB NOT NULL REFERENCES staff (id),
    asked_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    decided_by BLOB REFERENCES staff (id),
    decided_at INTEGER,
    entry_id BLOB,
    done_to INTEGER NOT NULL,
    done_at INTEGER
) STRICT;

-- One is asked for or goes on at a time.
CREATE UNIQUE INDEX audit_pruning_proposed ON audit_pruning (state) WHERE state = 'proposed';
CREATE UNIQUE INDEX audit_pruning_approved ON audit_pruning (state) WHERE state = 'approved';
CREATE INDEX audit_pruning_by_time ON audit_pruning (asked_at);

-- What was asked stays as it was asked, and what is over stays as it ended.
CREATE TRIGGER audit_pruning_no_delete BEFORE DELETE ON audit_pruning BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TRIGGER audit_pruning_no_update BEFORE UPDATE ON audit_pruning
WHEN OLD.state NOT IN ('proposed', 'approved') OR OLD.id <> NEW.id OR OLD.from_place <> NEW.from_place OR OLD.to_place <> NEW.to_place
    OR OLD.before_at <> NEW.before_at OR OLD.head_size <> NEW.head_size OR OLD.head_root <> NEW.head_root OR OLD.reason <> NEW.reason
    OR OLD.asked_by <> NEW.asked_by OR OLD.asked_at <> NEW.asked_at OR OLD.expires_at <> NEW.expires_at
    OR (OLD.state = 'approved' AND (NEW.state NOT IN ('approved', 'done') OR OLD.decided_by <> NEW.decided_by OR OLD.entry_id <> NEW.entry_id))
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;

-- An entry goes only in a pruning that is approved, and after the entry that says so has its own place behind it.
DROP TRIGGER audit_entry_no_delete;
CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry
WHEN NOT EXISTS (SELECT 1 FROM audit_place AS gone
    JOIN audit_pruning AS pruning ON pruning.from_place <= gone.position AND pruning.to_place > gone.position AND pruning.state = 'approved'
    JOIN audit_entry AS told ON told.id = pruning.entry_id AND told.event = 'log_pruned' AND told.actor_id <> pruning.asked_by
    JOIN audit_place AS since ON since.entry_id = told.id AND since.position >= pruning.to_place
    WHERE gone.entry_id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
