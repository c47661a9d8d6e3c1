-- What supervisors were told of a customer lately: each contact is looked at for it.
CREATE INDEX alert_by_customer ON alert (customer_id, at);

-- A phone that its customer no longer has, since when and who said so; the row is gone when another phone brings it back.
CREATE TABLE device_suspension (
    device_id UUID NOT NULL PRIMARY KEY REFERENCES device (id),
    at BIGINT NOT NULL,
    by_whom TEXT NOT NULL
);
