-- Screens at a counter, and the session each shows. Of the code a screen shows to be set up, and of what it holds, only hashes are here.
CREATE TABLE kiosk (
    id BLOB NOT NULL PRIMARY KEY,
    handle_hash BLOB NOT NULL UNIQUE,
    code_hash BLOB UNIQUE,
    code_expires_at INTEGER NOT NULL,
    name TEXT,
    set_up_at INTEGER,
    set_up_by BLOB REFERENCES staff (id),
    retired_at INTEGER,
    seen_at INTEGER,
    session_id BLOB UNIQUE REFERENCES session (id),
    touched_at INTEGER
) STRICT;

-- A kiosk's own link to what it shows, besides the agent's.
ALTER TABLE challenge ADD COLUMN kiosk_link_hash BLOB;
CREATE UNIQUE INDEX challenge_kiosk_link ON challenge (kiosk_link_hash);
