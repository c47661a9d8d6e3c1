-- The first tables: customers, sessions, phones, challenges, what came of them, and the record.

-- Whose account it is. `email` is the address we write to; every address ever used stands in customer_email.
CREATE TABLE customer (
    id UUID NOT NULL PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    phone TEXT,
    postal_address TEXT,
    plan TEXT NOT NULL,
    news_by TEXT NOT NULL,
    frozen_at BIGINT,
    frozen_because TEXT
);

-- Every e-mail address a customer has or had; `address_key` is what look-ups compare.
CREATE TABLE customer_email (
    customer_id UUID NOT NULL REFERENCES customer (id),
    address TEXT NOT NULL,
    address_key TEXT NOT NULL,
    since BIGINT NOT NULL,
    ended_at BIGINT,
    PRIMARY KEY (customer_id, address_key, since)
);

-- Every telephone number a customer has or had.
CREATE TABLE customer_phone (
    customer_id UUID NOT NULL REFERENCES customer (id),
    number TEXT NOT NULL,
    since BIGINT NOT NULL,
    ended_at BIGINT,
    PRIMARY KEY (customer_id, number, since)
);

-- One contact of one customer on one channel. `version` counts the use cases that took it; taking it is the lock.
CREATE TABLE session (
    id UUID NOT NULL PRIMARY KEY,
    customer_id UUID NOT NULL REFERENCES customer (id),
    agent_id UUID NOT NULL,
    channel TEXT NOT NULL,
    started_by TEXT NOT NULL,
    reason TEXT NOT NULL,
    case_reference TEXT,
    opened_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    frozen_at BIGINT,
    frozen_because TEXT,
    ended_at BIGINT,
    version BIGINT NOT NULL
);

-- A customer's phone. Of its keys only the public halves are here; of its handle only the hash.
CREATE TABLE device (
    id UUID NOT NULL PRIMARY KEY,
    customer_id UUID NOT NULL REFERENCES customer (id),
    name TEXT NOT NULL,
    handle_hash BYTEA NOT NULL UNIQUE,
    public_key BYTEA NOT NULL,
    unlock_key BYTEA,
    enrolled_at BIGINT NOT NULL,
    counts_from BIGINT NOT NULL,
    state TEXT NOT NULL,
    failures BIGINT NOT NULL
);

-- A passkey on a customer's phone: the credential's public part.
CREATE TABLE device_passkey (
    id UUID NOT NULL PRIMARY KEY,
    device_id UUID NOT NULL REFERENCES device (id),
    credential_id BYTEA NOT NULL UNIQUE,
    credential TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

-- A one-time code that binds a phone. Only its hash is here.
CREATE TABLE binding_code (
    code_hash BYTEA NOT NULL PRIMARY KEY,
    customer_id UUID NOT NULL REFERENCES customer (id),
    native BOOLEAN NOT NULL,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);

-- One request to the customer through one method.
CREATE TABLE challenge (
    id UUID NOT NULL PRIMARY KEY,
    session_id UUID NOT NULL REFERENCES session (id),
    customer_id UUID NOT NULL,
    agent_id UUID NOT NULL,
    device_id UUID NOT NULL REFERENCES device (id),
    request TEXT,
    action_hash BYTEA NOT NULL,
    prompt TEXT NOT NULL,
    code TEXT NOT NULL,
    needs_user_verification BOOLEAN NOT NULL,
    state TEXT NOT NULL,
    tries_left BIGINT NOT NULL,
    asked_at BIGINT NOT NULL,
    delivered_at BIGINT,
    opened_at BIGINT,
    ended_at BIGINT,
    expires_at BIGINT NOT NULL
);

-- What a good answer left. It belongs to one session and dies with it.
CREATE TABLE evidence (
    id UUID NOT NULL PRIMARY KEY,
    session_id UUID NOT NULL REFERENCES session (id),
    challenge_id UUID NOT NULL UNIQUE REFERENCES challenge (id),
    method TEXT NOT NULL,
    user_verified BOOLEAN NOT NULL,
    obtained_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    counts_from BIGINT NOT NULL
);

-- A customer's signed consent to one action with exact parameters. `signed_answer` is checked again when it runs.
CREATE TABLE approval (
    id UUID NOT NULL PRIMARY KEY,
    challenge_id UUID NOT NULL UNIQUE REFERENCES challenge (id),
    session_id UUID NOT NULL REFERENCES session (id),
    customer_id UUID NOT NULL,
    device_id UUID NOT NULL,
    request TEXT NOT NULL,
    action_hash BYTEA NOT NULL,
    signed_answer TEXT NOT NULL,
    user_verified BOOLEAN NOT NULL,
    approved_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);

-- One run of an action, and what undoes it.
CREATE TABLE run (
    id UUID NOT NULL PRIMARY KEY,
    session_id UUID NOT NULL REFERENCES session (id),
    customer_id UUID NOT NULL REFERENCES customer (id),
    agent_id UUID NOT NULL,
    approval_id UUID UNIQUE REFERENCES approval (id),
    request TEXT NOT NULL,
    ran_at BIGINT NOT NULL,
    told_emails BIGINT NOT NULL,
    revert_until BIGINT,
    put_back_at BIGINT
);

-- A "this was not me" link. Only its hash is here; any of a run's links puts it back, once.
CREATE TABLE put_back_link (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    run_id UUID NOT NULL REFERENCES run (id),
    expires_at BIGINT NOT NULL
);

-- A message to a customer, written with what it tells of and sent afterwards.
CREATE TABLE message (
    id UUID NOT NULL PRIMARY KEY,
    customer_id UUID NOT NULL REFERENCES customer (id),
    run_id UUID,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    sent_at BIGINT
);

-- The record. An entry is written with what it tells of, and never changed. `ordinal` orders entries of one instant.
CREATE TABLE audit_entry (
    id UUID NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    ordinal BIGINT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id UUID,
    customer_id UUID,
    session_id UUID,
    case_reference TEXT,
    channel TEXT,
    level BIGINT,
    rule TEXT,
    event TEXT NOT NULL,
    detail TEXT NOT NULL
);

-- Something a supervisor should look at.
CREATE TABLE alert (
    id UUID NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    session_id UUID,
    customer_id UUID NOT NULL REFERENCES customer (id),
    because TEXT NOT NULL,
    closed_at BIGINT,
    closed_by UUID
);

-- The first outcome of a press on a button, so that a second one gives the same.
CREATE TABLE idempotency (
    agent_id UUID NOT NULL,
    key TEXT NOT NULL,
    request_hash BYTEA NOT NULL,
    outcome TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (agent_id, key)
);

CREATE INDEX customer_email_by_address ON customer_email (address_key);
CREATE INDEX customer_phone_by_number ON customer_phone (number);
CREATE INDEX session_by_agent ON session (agent_id, state);
CREATE INDEX session_by_customer ON session (customer_id, opened_at);
CREATE INDEX device_by_customer ON device (customer_id);
CREATE INDEX device_passkey_by_device ON device_passkey (device_id);
CREATE INDEX challenge_by_session ON challenge (session_id, asked_at);
CREATE INDEX challenge_by_customer ON challenge (customer_id, asked_at);
-- One question at a time: a second open challenge of a session is refused by the database too.
CREATE UNIQUE INDEX challenge_open ON challenge (session_id) WHERE state IN ('pending', 'delivered', 'opened');
CREATE INDEX evidence_by_session ON evidence (session_id);
CREATE INDEX approval_by_session ON approval (session_id);
CREATE INDEX run_by_customer ON run (customer_id, ran_at);
CREATE INDEX message_by_customer ON message (customer_id, created_at);
CREATE INDEX audit_entry_by_session ON audit_entry (session_id, at, ordinal);
CREATE INDEX audit_entry_by_actor ON audit_entry (actor_id, event, at);
CREATE INDEX alert_by_time ON alert (at);

-- Nobody changes the record: neither this program nor a hand at the database without removing these first.
CREATE FUNCTION audit_entry_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the record is append-only'; END $$;
CREATE TRIGGER audit_entry_no_change BEFORE UPDATE OR DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_entry_stays();
