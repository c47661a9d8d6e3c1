-- Members of staff, their passkeys, their sign-ins, and what is under way.

CREATE TABLE staff (
    id UUID NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    roles TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

-- A passkey of a member of staff: the credential's public part.
CREATE TABLE staff_passkey (
    id UUID NOT NULL PRIMARY KEY,
    staff_id UUID NOT NULL REFERENCES staff (id),
    credential_id BYTEA NOT NULL UNIQUE,
    credential TEXT NOT NULL,
    backup_eligible BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT
);

-- A one-time link for somebody who has no passkey yet. Only its hash is here. `staff_id` is who they will be.
CREATE TABLE invitation (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    staff_id UUID NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    is_first BOOLEAN NOT NULL,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);

-- A browser that holds our cookie. Of the cookie only the hash is here; without `staff_id` nobody has signed in with it.
CREATE TABLE sign_in (
    id_hash BYTEA NOT NULL PRIMARY KEY,
    staff_id UUID REFERENCES staff (id),
    data TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    browser TEXT NOT NULL
);

-- A passkey ceremony under way. Taken out, once, before its answer is looked at.
CREATE TABLE ceremony (
    id_hash BYTEA NOT NULL PRIMARY KEY,
    purpose TEXT NOT NULL,
    bound_to BYTEA NOT NULL,
    state TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE INDEX staff_passkey_by_staff ON staff_passkey (staff_id);
CREATE INDEX sign_in_by_staff ON sign_in (staff_id, created_at);
CREATE INDEX sign_in_by_expiry ON sign_in (expires_at);
CREATE INDEX ceremony_by_expiry ON ceremony (expires_at);
