-- A signed head is never changed: what witnesses add stands in a table of its own.
CREATE TRIGGER audit_checkpoint_no_update BEFORE UPDATE ON audit_checkpoint FOR EACH ROW EXECUTE FUNCTION audit_entry_stays();
-- A TRUNCATE asks no trigger of a row.
CREATE TRIGGER audit_place_no_truncate BEFORE TRUNCATE ON audit_place FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_stays();
CREATE TRIGGER audit_tile_no_truncate BEFORE TRUNCATE ON audit_tile FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_stays();
CREATE TRIGGER audit_checkpoint_no_truncate BEFORE TRUNCATE ON audit_checkpoint FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_stays();
