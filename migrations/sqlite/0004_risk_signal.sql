-- What other systems told us about a customer's account: a SIM that changed, a journey nobody can make.

-- One row a report. `reference` is the sender's own name for it, so that a report sent twice is one. `kind` is a signal of the
-- policy; how long it stands is the policy's to say. `withdrawn_at`: the sender took it back.
CREATE TABLE risk_signal (
    id BLOB NOT NULL PRIMARY KEY,
    customer_id BLOB NOT NULL REFERENCES customer (id),
    kind TEXT NOT NULL,
    source TEXT NOT NULL,
    reference TEXT NOT NULL,
    since INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    withdrawn_at INTEGER,
    UNIQUE (source, reference)
) STRICT;

CREATE INDEX risk_signal_by_customer ON risk_signal (customer_id, since);
