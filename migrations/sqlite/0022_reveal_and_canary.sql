-- Masked fields that an agent had shown, and customers whom nobody should open.

-- A field shown for a reason: to whom, and until when. The value is not here, nor is the reason: that stands in the record.
CREATE TABLE reveal (
    id BLOB NOT NULL PRIMARY KEY,
    session_id BLOB NOT NULL REFERENCES session (id),
    field TEXT NOT NULL,
    at INTEGER NOT NULL,
    agent_id BLOB NOT NULL REFERENCES staff (id),
    until INTEGER NOT NULL
) STRICT;
CREATE INDEX reveal_by_session ON reveal (session_id, until);
CREATE INDEX reveal_by_agent ON reveal (agent_id, at);

-- A fictional customer whom nobody has a reason to open.
CREATE TABLE canary (
    customer_id BLOB NOT NULL PRIMARY KEY REFERENCES customer (id),
    planted_at INTEGER NOT NULL
) STRICT;
