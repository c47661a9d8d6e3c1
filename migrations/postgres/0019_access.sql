-- Ending somebody else's sign-ins, and reviews of who may do what.

-- A cookie whose sign-in somebody else ended. Only its hash is here, until the sign-in would have ended anyway: so that its browser is told.
CREATE TABLE ended_sign_in (
    id_hash BYTEA NOT NULL PRIMARY KEY,
    by_role TEXT NOT NULL,
    forget_at BIGINT NOT NULL
);

-- A review of every grant. One is open at a time.
CREATE TABLE access_review (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    started_by UUID NOT NULL REFERENCES staff (id),
    started_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    ended_by UUID REFERENCES staff (id),
    ended_at BIGINT
);

-- A grant under review: a member of staff and a role of theirs, with how it was used when the review began, and what was decided. `entry_id` is the
-- decision's entry in the log.
CREATE TABLE access_grant (
    review_id UUID NOT NULL REFERENCES access_review (id),
    staff_id UUID NOT NULL REFERENCES staff (id),
    role TEXT NOT NULL,
    uses BIGINT NOT NULL,
    last_used_at BIGINT,
    decision TEXT,
    decided_by UUID REFERENCES staff (id),
    decided_at BIGINT,
    entry_id UUID,
    PRIMARY KEY (review_id, staff_id, role)
);

-- A right that one administrator asks to give and another one gives.
CREATE TABLE right_request (
    id UUID NOT NULL PRIMARY KEY,
    staff_id UUID NOT NULL REFERENCES staff (id),
    role TEXT NOT NULL,
    reason TEXT NOT NULL,
    asked_by UUID NOT NULL REFERENCES staff (id),
    asked_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    decided_by UUID REFERENCES staff (id),
    decided_at BIGINT
);

CREATE INDEX ended_sign_in_by_age ON ended_sign_in (forget_at);
CREATE UNIQUE INDEX access_review_open ON access_review (state) WHERE state = 'open';
CREATE INDEX access_review_by_start ON access_review (started_at);
CREATE UNIQUE INDEX right_request_open ON right_request (staff_id, role) WHERE state = 'open';
