-- How a phone hears of a request while its app is closed, and what is on its way to it.

-- Where a phone's notifications go. One row a phone; `service` says what `address` is: for `apns` the token that Apple gave
-- the app, in hex. An address belongs to one phone, the last that named it. `retired_at`: that service knows it no longer.
CREATE TABLE push_address (
    device_id UUID NOT NULL PRIMARY KEY REFERENCES device (id),
    service TEXT NOT NULL,
    address TEXT NOT NULL,
    since BIGINT NOT NULL,
    retired_at BIGINT,
    retired_because TEXT,
    UNIQUE (service, address)
);

-- A notification, written with the challenge that it tells of. `id` is what the service knows it by, the same at every try. It
-- is open while neither `sent_at` nor `failed_at` is there; `claimed_until` keeps two servers from sending it at once.
CREATE TABLE outgoing_push (
    id UUID NOT NULL PRIMARY KEY,
    challenge_id UUID NOT NULL UNIQUE REFERENCES challenge (id),
    device_id UUID NOT NULL REFERENCES device (id),
    service TEXT NOT NULL,
    queued_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    next_try_at BIGINT NOT NULL,
    claimed_until BIGINT,
    sent_at BIGINT,
    failed_at BIGINT,
    because TEXT
);

CREATE INDEX outgoing_push_open ON outgoing_push (next_try_at) WHERE sent_at IS NULL AND failed_at IS NULL;
