-- A challenge by another method than a phone's prompt, and customers' PINs.

-- A column of SQLite cannot be freed of its NOT NULL, so the table is made again. While it is away, what refers to it is looked at
-- no sooner than at the end.
PRAGMA defer_foreign_keys = ON;
CREATE TABLE challenge_before AS SELECT * FROM challenge;
DROP TABLE challenge;

CREATE TABLE challenge (
    id BLOB NOT NULL PRIMARY KEY,
    session_id BLOB NOT NULL REFERENCES session (id),
    customer_id BLOB NOT NULL,
    agent_id BLOB NOT NULL,
    device_id BLOB REFERENCES device (id),
    request TEXT,
    action_hash BLOB NOT NULL,
    prompt TEXT NOT NULL,
    code TEXT,
    needs_user_verification INTEGER NOT NULL,
    state TEXT NOT NULL,
    tries_left INTEGER NOT NULL,
    asked_at INTEGER NOT NULL,
    delivered_at INTEGER,
    opened_at INTEGER,
    ended_at INTEGER,
    expires_at INTEGER NOT NULL,
    method TEXT NOT NULL,
    entry_number TEXT
) STRICT;

INSERT INTO challenge (id, session_id, customer_id, agent_id, device_id, request, action_hash, prompt, code, needs_user_verification, state, tries_left,
    asked_at, delivered_at, opened_at, ended_at, expires_at, method)
SELECT id, session_id, customer_id, agent_id, device_id, request, action_hash, prompt, code, needs_user_verification, state, tries_left,
    asked_at, delivered_at, opened_at, ended_at, expires_at, 'push' FROM challenge_before;
DROP TABLE challenge_before;

CREATE INDEX challenge_by_session ON challenge (session_id, asked_at);
CREATE INDEX challenge_by_customer ON challenge (customer_id, asked_at);
-- One question at a time: a second open challenge of a session is refused by the database too.
CREATE UNIQUE INDEX challenge_open ON challenge (session_id) WHERE state IN ('pending', 'delivered', 'opened');
-- For the median time a customer takes with a phone: the gate names the fastest way first.
CREATE INDEX challenge_answered ON challenge (device_id) WHERE state = 'answered';
-- What is typed on a keypad arrives under its number alone.
CREATE UNIQUE INDEX challenge_entry ON challenge (entry_number) WHERE state IN ('pending', 'delivered', 'opened');

-- A number that the customer chose: its Argon2id hash, which needs a key from outside the database to be compared.
CREATE TABLE pin (
    customer_id BLOB NOT NULL PRIMARY KEY REFERENCES customer (id),
    hash TEXT NOT NULL,
    set_at INTEGER NOT NULL,
    counts_from INTEGER NOT NULL,
    failures INTEGER NOT NULL,
    used_at INTEGER
) STRICT;
