-- Members of staff, their passkeys, their sign-ins, and what is under way.

CREATE TABLE staff (
    id BLOB NOT NULL PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE,
    name TEXT NOT NULL,
    roles TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

-- A passkey of a member of staff: the credential's public part.
CREATE TABLE staff_passkey (
    id BLOB NOT NULL PRIMARY KEY,
    staff_id BLOB NOT NULL REFERENCES staff (id),
    credential_id BLOB NOT NULL UNIQUE,
    credential TEXT NOT NULL,
    backup_eligible INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER
) STRICT;

-- A one-time link for somebody who has no passkey yet. Only its hash is here. `staff_id` is who they will be.
CREATE TABLE invitation (
    token_hash BLOB NOT NULL PRIMARY KEY,
    staff_id BLOB NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    is_first INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;

-- A browser that holds our cookie. Of the cookie only the hash is here; without `staff_id` nobody has signed in with it.
CREATE TABLE sign_in (
    id_hash BLOB NOT NULL PRIMARY KEY,
    staff_id BLOB REFERENCES staff (id),
    data TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    browser TEXT NOT NULL
) STRICT;

-- A passkey ceremony under way. Taken out, once, before its answer is looked at.
CREATE TABLE ceremony (
    id_hash BLOB NOT NULL PRIMARY KEY,
    purpose TEXT NOT NULL,
    bound_to BLOB NOT NULL,
    state TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX staff_passkey_by_staff ON staff_passkey (staff_id);
CREATE INDEX sign_in_by_staff ON sign_in (staff_id, created_at);
CREATE INDEX sign_in_by_expiry ON sign_in (expires_at);
CREATE INDEX ceremony_by_expiry ON ceremony (expires_at);
