-- Customers' passkeys answer challenges of their own, by a link.

-- Whether it can be on several devices at once, when what it answers alone begins to count, when it answered last, and since when it
-- answers nothing any more.
ALTER TABLE device_passkey ADD COLUMN synced INTEGER NOT NULL DEFAULT 0;
ALTER TABLE device_passkey ADD COLUMN counts_from INTEGER NOT NULL DEFAULT 0;
ALTER TABLE device_passkey ADD COLUMN used_at INTEGER;
ALTER TABLE device_passkey ADD COLUMN removed_at INTEGER;
UPDATE device_passkey SET synced = COALESCE(json_extract(credential, '$.cred.backup_eligible'), 0), counts_from = created_at + 86400000000;

-- Of the link only the hash is here. Which passkey answered stands beside the challenge: what it proved ends when it is removed.
ALTER TABLE challenge ADD COLUMN link_hash BLOB;
ALTER TABLE challenge ADD COLUMN passkey_id BLOB REFERENCES device_passkey (id);
CREATE UNIQUE INDEX challenge_link ON challenge (link_hash);
CREATE INDEX challenge_by_passkey ON challenge (passkey_id);

-- How it was signed: `signed_answer` is read by it.
ALTER TABLE approval ADD COLUMN method TEXT NOT NULL DEFAULT 'push';
