-- Screens at a counter, and the session each shows. Of the code a screen shows to be set up, and of what it holds, only hashes are here.
CREATE TABLE kiosk (
    id UUID NOT NULL PRIMARY KEY,
    handle_hash BYTEA NOT NULL UNIQUE,
    code_hash BYTEA UNIQUE,
    code_expires_at BIGINT NOT NULL,
    name TEXT,
    set_up_at BIGINT,
    set_up_by UUID REFERENCES staff (id),
    retired_at BIGINT,
    seen_at BIGINT,
    session_id UUID UNIQUE REFERENCES session (id),
    touched_at BIGINT
);

-- A kiosk's own link to what it shows, besides the agent's.
ALTER TABLE challenge ADD COLUMN kiosk_link_hash BYTEA;
CREATE UNIQUE INDEX challenge_kiosk_link ON challenge (kiosk_link_hash);
