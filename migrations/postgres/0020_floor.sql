-- The floor, and what becomes of an alert.

-- An alert may be about an agent or about the record, and about no customer. `agent_id`: whom it is about. `facts`: numbers and words that
-- no other table has, as JSON. `over_at`: what it tells of went by itself. It is open while `closed_at` is not there; `outcome`, one of a
-- few words, says what it turned out to be, and is missing where nobody was asked yet.
ALTER TABLE alert ALTER COLUMN customer_id DROP NOT NULL;
ALTER TABLE alert ADD COLUMN agent_id UUID;
ALTER TABLE alert ADD COLUMN facts TEXT;
ALTER TABLE alert ADD COLUMN over_at BIGINT;
ALTER TABLE alert ADD COLUMN acknowledged_at BIGINT;
ALTER TABLE alert ADD COLUMN acknowledged_by UUID;
ALTER TABLE alert ADD COLUMN outcome TEXT;
ALTER TABLE alert ADD COLUMN note TEXT;
-- Whoever closed one had looked at it.
UPDATE alert SET acknowledged_at = closed_at, acknowledged_by = closed_by;

CREATE INDEX alert_by_agent ON alert (agent_id, at) WHERE agent_id IS NOT NULL;
CREATE INDEX alert_open ON alert (at) WHERE closed_at IS NULL;
-- What lasts is alerted of once while it does, whichever server sees it first.
CREATE UNIQUE INDEX alert_lasting ON alert (because) WHERE over_at IS NULL AND because IN ('log_not_signed', 'log_not_witnessed', 'gate_refusals');

-- The sessions that are not over, and those that ended lately; what ran in one; what the gate did not let run.
CREATE INDEX session_live ON session (opened_at) WHERE state IN ('open', 'frozen');
CREATE INDEX session_ended ON session (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX run_by_session ON run (session_id, ran_at);
CREATE INDEX audit_entry_not_open ON audit_entry (at, session_id) WHERE event = 'not_open';
