-- A copy of the record that is not whole lasts too: it is alerted of once while it does, whichever server sees it first.
DROP INDEX alert_lasting;
CREATE UNIQUE INDEX alert_lasting ON alert (because)
    WHERE over_at IS NULL AND because IN ('log_not_signed', 'log_not_witnessed', 'log_not_collected', 'gate_refusals');
