-- Requests to take entries of the log away, and what became of each.

-- `search` chose the entries, as pairs of an address; `places` are theirs, as domain/src/export/places.rs writes them; `shown_text` is what whoever
-- answers is shown; `hash` is over all of it, `salt` and the places. `state`: 'waiting', 'approved', 'taken', 'denied', 'withdrawn', 'expired'.
-- `signed_answer`: the approver's assertion with what it is bound to, checked again at each download. `taken`: how often it was. `not_why`: why it was
-- denied. Rows go thirty days after they were asked for, when they are over: what stays is in the log.
CREATE TABLE export_request (
    id UUID NOT NULL PRIMARY KEY,
    asked_by UUID NOT NULL REFERENCES staff (id),
    asked_at BIGINT NOT NULL,
    search TEXT NOT NULL,
    format TEXT NOT NULL,
    reason TEXT NOT NULL,
    entries BIGINT NOT NULL,
    cut BOOLEAN NOT NULL,
    places BYTEA NOT NULL,
    shown_text TEXT NOT NULL,
    salt BYTEA NOT NULL,
    hash TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    approved_by UUID REFERENCES staff (id),
    approved_at BIGINT,
    signed_answer TEXT,
    taken BIGINT NOT NULL,
    ended_at BIGINT,
    ended_by UUID REFERENCES staff (id),
    not_why TEXT
);

CREATE INDEX export_request_by_state ON export_request (state, asked_at);
CREATE INDEX export_request_by_asker ON export_request (asked_by, state);
