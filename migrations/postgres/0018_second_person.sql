-- Requests to a second member of staff to approve an action, and what became of each.

-- `request` and `action_hash` are what is to run, exactly; `shown_text` is what the second person is shown and signs. `state`: 'waiting',
-- 'approved', 'denied', 'withdrawn', 'expired'. `because`: why it was withdrawn. `reason`: why it was denied. `signed_answer`: the second
-- person's assertion with what it is bound to, checked again by whoever runs it.
CREATE TABLE second_person (
    id UUID NOT NULL PRIMARY KEY,
    session_id UUID NOT NULL REFERENCES session (id),
    customer_id UUID NOT NULL REFERENCES customer (id),
    asked_by UUID NOT NULL REFERENCES staff (id),
    approval_id UUID REFERENCES approval (id),
    request TEXT NOT NULL,
    action_hash BYTEA NOT NULL,
    shown_text TEXT NOT NULL,
    rule TEXT NOT NULL,
    needs BIGINT NOT NULL,
    asked_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    ended_at BIGINT,
    ended_by UUID REFERENCES staff (id),
    because TEXT,
    reason TEXT,
    signed_answer TEXT,
    run_id UUID REFERENCES run (id)
);

-- One at a time in a session.
CREATE UNIQUE INDEX second_person_waiting ON second_person (session_id) WHERE state = 'waiting';
CREATE INDEX second_person_by_state ON second_person (state, asked_at);
CREATE INDEX second_person_by_approval ON second_person (approval_id);
CREATE INDEX second_person_by_customer ON second_person (customer_id);
CREATE INDEX second_person_by_run ON second_person (run_id);
