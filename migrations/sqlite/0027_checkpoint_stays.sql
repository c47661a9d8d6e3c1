-- A signed head is never changed: what witnesses add stands in a table of its own.
CREATE TRIGGER audit_checkpoint_no_update BEFORE UPDATE ON audit_checkpoint BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
