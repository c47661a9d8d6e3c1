-- A passkey on a device that is no phone of ours, by a one-time invitation.

-- 'phone', or 'passkey': a device that can be asked nothing and holds one passkey. It has no key of ours, and a handle that nobody has.
ALTER TABLE device ADD COLUMN kind TEXT NOT NULL DEFAULT 'phone';

-- Of an invitation's token only the hash is here. `device_id` is which device it will be, and the passkey's user handle: a second try
-- in the same place makes the same passkey again. `made_by`: 'operator', or 'phone' when the customer made it on theirs.
CREATE TABLE passkey_invitation (
    token_hash BLOB NOT NULL PRIMARY KEY,
    customer_id BLOB NOT NULL REFERENCES customer (id),
    device_id BLOB NOT NULL UNIQUE,
    made_by TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;
CREATE INDEX passkey_invitation_by_customer ON passkey_invitation (customer_id);
