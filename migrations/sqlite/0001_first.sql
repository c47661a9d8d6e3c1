-- The first tables: customers, sessions, phones, challenges, what came of them, and the record.

-- Whose account it is. `email` is the address we write to; every address ever used stands in customer_email.
CREATE TABLE customer (
    id BLOB NOT NULL PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    phone TEXT,
    postal_address TEXT,
    plan TEXT NOT NULL,
    news_by TEXT NOT NULL,
    frozen_at INTEGER,
    frozen_because TEXT
) STRICT;

-- Every e-mail address a customer has or had; `address_key` is what look-ups compare.
CREATE TABLE customer_email (
    customer_id BLOB NOT NULL REFERENCES customer (id),
    address TEXT NOT NULL,
    address_key TEXT NOT NULL,
    since INTEGER NOT NULL,
    ended_at INTEGER,
    PRIMARY KEY (customer_id, address_key, since)
) STRICT;

-- Every telephone number a customer has or had.
CREATE TABLE customer_phone (
    customer_id BLOB NOT NULL REFERENCES customer (id),
    number TEXT NOT NULL,
    since INTEGER NOT NULL,
    ended_at INTEGER,
    PRIMARY KEY (customer_id, number, since)
) STRICT;

-- One contact of one customer on one channel. `version` counts the use cases that took it; taking it is the lock.
CREATE TABLE session (
    id BLOB NOT NULL PRIMARY KEY,
    customer_id BLOB NOT NULL REFERENCES customer (id),
    agent_id BLOB NOT NULL,
    channel TEXT NOT NULL,
    started_by TEXT NOT NULL,
    reason TEXT NOT NULL,
    case_reference TEXT,
    opened_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    frozen_at INTEGER,
    frozen_because TEXT,
    ended_at INTEGER,
    version INTEGER NOT NULL
) STRICT;

-- A customer's phone. Of its keys only the public halves are here; of its handle only the hash.
CREATE TABLE device (
    id BLOB NOT NULL PRIMARY KEY,
    customer_id BLOB NOT NULL REFERENCES customer (id),
    name TEXT NOT NULL,
    handle_hash BLOB NOT NULL UNIQUE,
    public_key BLOB NOT NULL,
    unlock_key BLOB,
    enrolled_at INTEGER NOT NULL,
    counts_from INTEGER NOT NULL,
    state TEXT NOT NULL,
    failures INTEGER NOT NULL
) STRICT;

-- A passkey on a customer's phone: the credential's public part.
CREATE TABLE device_passkey (
    id BLOB NOT NULL PRIMARY KEY,
    device_id BLOB NOT NULL REFERENCES device (id),
    credential_id BLOB NOT NULL UNIQUE,
    credential TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

-- A one-time code that binds a phone. Only its hash is here.
CREATE TABLE binding_code (
    code_hash BLOB NOT NULL PRIMARY KEY,
    customer_id BLOB NOT NULL REFERENCES customer (id),
    native INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;

-- One request to the customer through one method.
CREATE TABLE challenge (
    id BLOB NOT NULL PRIMARY KEY,
    session_id BLOB NOT NULL REFERENCES session (id),
    customer_id BLOB NOT NULL,
    agent_id BLOB NOT NULL,
    device_id BLOB NOT NULL REFERENCES device (id),
    request TEXT,
    action_hash BLOB NOT NULL,
    prompt TEXT NOT NULL,
    code TEXT NOT NULL,
    needs_user_verification INTEGER NOT NULL,
    state TEXT NOT NULL,
    tries_left INTEGER NOT NULL,
    asked_at INTEGER NOT NULL,
    delivered_at INTEGER,
    opened_at INTEGER,
    ended_at INTEGER,
    expires_at INTEGER NOT NULL
) STRICT;

-- What a good answer left. It belongs to one session and dies with it.
CREATE TABLE evidence (
    id BLOB NOT NULL PRIMARY KEY,
    session_id BLOB NOT NULL REFERENCES session (id),
    challenge_id BLOB NOT NULL UNIQUE REFERENCES challenge (id),
    method TEXT NOT NULL,
    user_verified INTEGER NOT NULL,
    obtained_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    counts_from INTEGER NOT NULL
) STRICT;

-- A customer's signed consent to one action with exact parameters. `signed_answer` is checked again when it runs.
CREATE TABLE approval (
    id BLOB NOT NULL PRIMARY KEY,
    challenge_id BLOB NOT NULL UNIQUE REFERENCES challenge (id),
    session_id BLOB NOT NULL REFERENCES session (id),
    customer_id BLOB NOT NULL,
    device_id BLOB NOT NULL,
    request TEXT NOT NULL,
    action_hash BLOB NOT NULL,
    signed_answer TEXT NOT NULL,
    user_verified INTEGER NOT NULL,
    approved_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;

-- One run of an action, and what undoes it.
CREATE TABLE run (
    id BLOB NOT NULL PRIMARY KEY,
    session_id BLOB NOT NULL REFERENCES session (id),
    customer_id BLOB NOT NULL REFERENCES customer (id),
    agent_id BLOB NOT NULL,
    approval_id BLOB UNIQUE REFERENCES approval (id),
    request TEXT NOT NULL,
    ran_at INTEGER NOT NULL,
    told_emails INTEGER NOT NULL,
    revert_until INTEGER,
    put_back_at INTEGER
) STRICT;

-- A "this was not me" link. Only its hash is here; any of a run's links puts it back, once.
CREATE TABLE put_back_link (
    token_hash BLOB NOT NULL PRIMARY KEY,
    run_id BLOB NOT NULL REFERENCES run (id),
    expires_at INTEGER NOT NULL
) STRICT;

-- A message to a customer, written with what it tells of and sent afterwards.
CREATE TABLE message (
    id BLOB NOT NULL PRIMARY KEY,
    customer_id BLOB NOT NULL REFERENCES customer (id),
    run_id BLOB,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    sent_at INTEGER
) STRICT;

-- The record. An entry is written with what it tells of, and never changed. `ordinal` orders entries of one instant.
CREATE TABLE audit_entry (
    id BLOB NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id BLOB,
    customer_id BLOB,
    session_id BLOB,
    case_reference TEXT,
    channel TEXT,
    level INTEGER,
    rule TEXT,
    event TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;

-- Something a supervisor should look at.
CREATE TABLE alert (
    id BLOB NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    session_id BLOB,
    customer_id BLOB NOT NULL REFERENCES customer (id),
    because TEXT NOT NULL,
    closed_at INTEGER,
    closed_by BLOB
) STRICT;

-- The first outcome of a press on a button, so that a second one gives the same.
CREATE TABLE idempotency (
    agent_id BLOB NOT NULL,
    key TEXT NOT NULL,
    request_hash BLOB NOT NULL,
    outcome TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (agent_id, key)
) STRICT;

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
CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
