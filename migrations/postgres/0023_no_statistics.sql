-- The planner's statistics keep values as samples, in a table of their own that an erasure does not reach. None are taken of what can be erased;
-- nothing is looked up by these columns.

ALTER TABLE audit_personal ALTER COLUMN salt SET STATISTICS 0, ALTER COLUMN data SET STATISTICS 0;
ALTER TABLE challenge ALTER COLUMN prompt SET STATISTICS 0, ALTER COLUMN request SET STATISTICS 0;
ALTER TABLE approval ALTER COLUMN request SET STATISTICS 0, ALTER COLUMN signed_answer SET STATISTICS 0;
ALTER TABLE second_person
    ALTER COLUMN request SET STATISTICS 0,
    ALTER COLUMN shown_text SET STATISTICS 0,
    ALTER COLUMN reason SET STATISTICS 0,
    ALTER COLUMN signed_answer SET STATISTICS 0;
ALTER TABLE run ALTER COLUMN request SET STATISTICS 0;
ALTER TABLE message ALTER COLUMN recipient SET STATISTICS 0, ALTER COLUMN subject SET STATISTICS 0, ALTER COLUMN body SET STATISTICS 0;
