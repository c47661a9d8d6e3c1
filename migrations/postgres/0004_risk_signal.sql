-- What other systems told us about a customer's account: a SIM that changed, a journey nobody can make.

-- One row a report. `reference` is the sender's own name for it, so that a report sent twice is one. `kind` is a signal of the
-- policy; how long it stands is the policy's to say. `withdrawn_at`: the sender took it back.
CREATE TABLE risk_signal (
    id UUID NOT NULL PRIMARY KEY,
    customer_id UUID NOT NULL REFERENCES customer (id),
    kind TEXT NOT NULL,
    source TEXT NOT NULL,
    reference TEXT NOT NULL,
    since BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    withdrawn_at BIGINT,
    UNIQUE (source, reference)
);

CREATE INDEX risk_signal_by_customer ON risk_signal (customer_id, since);
