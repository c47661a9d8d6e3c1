-- Masked fields that an agent had shown, and customers whom nobody should open.

-- A field shown for a reason: to whom, and until when. The value is not here, nor is the reason: that stands in the record.
CREATE TABLE reveal (
    id UUID NOT NULL PRIMARY KEY,
    session_id UUID NOT NULL REFERENCES session (id),
    field TEXT NOT NULL,
    at BIGINT NOT NULL,
    agent_id UUID NOT NULL REFERENCES staff (id),
    until BIGINT NOT NULL
);
CREATE INDEX reveal_by_session ON reveal (session_id, until);
CREATE INDEX reveal_by_agent ON reveal (agent_id, at);

-- A fictional customer whom nobody has a reason to open.
CREATE TABLE canary (
    customer_id UUID NOT NULL PRIMARY KEY REFERENCES customer (id),
    planted_at BIGINT NOT NULL
);
