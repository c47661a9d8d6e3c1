-- How a phone hears of a request while its app is closed, and what is on its way to it.

-- Where a phone's notifications go. One row a phone; `service` says what `address` is: for `apns` the token that Apple gave
-- the app, in hex. An address belongs to one phone, the last that named it. `retired_at`: that service knows it no longer.
CREATE TABLE push_address (
    device_id BLOB NOT NULL PRIMARY KEY REFERENCES device (id),
    service TEXT NOT NULL,
    address TEXT NOT NULL,
    since INTEGER NOT NULL,
    retired_at INTEGER,
    retired_because TEXT,
    UNIQUE (service, address)
) STRICT;

-- A notification, written with the challenge that it tells of. `id` is what the service knows it by, the same at every try. It
-- is open while neither `sent_at` nor `failed_at` is there; `claimed_until` keeps two servers from sending it at once.
CREATE TABLE outgoing_push (
    id BLOB NOT NULL PRIMARY KEY,
    challenge_id BLOB NOT NULL UNIQUE REFERENCES challenge (id),
    device_id BLOB NOT NULL REFERENCES device (id),
    service TEXT NOT NULL,
    queued_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    next_try_at INTEGER NOT NULL,
    claimed_until INTEGER,
    sent_at INTEGER,
    failed_at INTEGER,
    because TEXT
) STRICT;

CREATE INDEX outgoing_push_open ON outgoing_push (next_try_at) WHERE sent_at IS NULL AND failed_at IS NULL;
