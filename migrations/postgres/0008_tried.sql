-- What supervisors were told of a customer lately: each contact is looked at for it.
CREATE INDEX alert_by_customer ON alert (customer_id, at);
