-- Which of the policy's segments a customer is counted among, by its key; empty when nothing else is known of them.
ALTER TABLE customer ADD COLUMN segment TEXT;

-- The most that the channels a session was on have left it, as a level's rank: high for one that never moved.
ALTER TABLE session ADD COLUMN carried BIGINT NOT NULL DEFAULT 3;
