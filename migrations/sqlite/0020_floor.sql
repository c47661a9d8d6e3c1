-- The floor, and what becomes of an alert.

-- An alert may be about an agent or about the record, and about no customer. A column of SQLite cannot be freed of its NOT NULL, so the
-- table is made again; nothing refers to it. `agent_id`: whom it is about. `facts`: numbers and words that no other table has, as JSON.
-- `over_at`: what it tells of went by itself. It is open while `closed_at` is not there; `outcome`, one of a few words, says what it
-- turned out to be, and is missing where nobody was asked yet.
CREATE TABLE alert_before AS SELECT * FROM alert;
DROP TABLE alert;

CREATE TABLE alert (
    id BLOB NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    session_id BLOB,
    customer_id BLOB REFERENCES customer (id),
    because TEXT NOT NULL,
    closed_at INTEGER,
    closed_by BLOB,
    agent_id BLOB,
    facts TEXT,
    over_at INTEGER,
    acknowledged_at INTEGER,
    acknowledged_by BLOB,
    outcome TEXT,
    note TEXT
) STRICT;

-- Whoever closed one had looked at it.
INSERT INTO alert (id, at, session_id, customer_id, because, closed_at, closed_by, acknowledged_at, acknowledged_by)
SELECT id, at, session_id, customer_id, because, closed_at, closed_by, closed_at, closed_by FROM alert_before;
DROP TABLE alert_before;

CREATE INDEX alert_by_time ON alert (at);
CREATE INDEX alert_by_customer ON alert (customer_id, at);
CREATE INDEX alert_by_agent ON alert (agent_id, at) WHERE agent_id IS NOT NULL;
CREATE INDEX alert_open ON alert (at) WHERE closed_at IS NULL;
-- What lasts is alerted of once while it does, whichever server sees it first.
CREATE UNIQUE INDEX alert_lasting ON alert (because) WHERE over_at IS NULL AND because IN ('log_not_signed', 'log_not_witnessed', 'gate_refusals');

-- The sessions that are not over, and those that ended lately; what ran in one; what the gate did not let run.
CREATE INDEX session_live ON session (opened_at) WHERE state IN ('open', 'frozen');
CREATE INDEX session_ended ON session (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX run_by_session ON run (session_id, ran_at);
CREATE INDEX audit_entry_not_open ON audit_entry (at, session_id) WHERE event = 'not_open';
