-- "This was not me", in every notice about a way to prove who somebody is: of the link only the hash is here.
CREATE TABLE notice_link (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    customer_id UUID NOT NULL REFERENCES customer (id),
    about TEXT NOT NULL,
    told_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    pressed_at BIGINT
);
CREATE INDEX notice_link_by_customer ON notice_link (customer_id);
