-- Requests to a second member of staff to approve an action, and what became of each.

-- `request` and `action_hash` are what is to run, exactly; `shown_text` is what the second person is shown and signs. `state`: 'waiting',
-- 'approved', 'denied', 'withdrawn', 'expired'. `because`: why it was withdrawn. `reason`: why it was denied. `signed_answer`: the second
-- person's assertion with what it is bound to, checked again by whoever runs it.
CREATE TABLE second_person (
    id BLOB NOT NULL PRIMARY KEY,
    session_id BLOB NOT NULL REFERENCES session (id),
    customer_id BLOB NOT NULL REFERENCES customer (id),
    asked_by BLOB NOT NULL REFERENCES staff (id),
    approval_id BLOB REFERENCES approval (id),
    request TEXT NOT NULL,
    action_hash BLOB NOT NULL,
    shown_text TEXT NOT NULL,
    rule TEXT NOT NULL,
    needs INTEGER NOT NULL,
    asked_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    ended_at INTEGER,
    ended_by BLOB REFERENCES staff (id),
    because TEXT,
    reason TEXT,
    signed_answer TEXT,
    run_id BLOB REFERENCES run (id)
) STRICT;

-- One at a time in a session.
CREATE UNIQUE INDEX second_person_waiting ON second_person (session_id) WHERE state = 'waiting';
CREATE INDEX second_person_by_state ON second_person (state, asked_at);
CREATE INDEX second_person_by_approval ON second_person (approval_id);
CREATE INDEX second_person_by_customer ON second_person (customer_id);
CREATE INDEX second_person_by_run ON second_person (run_id);
