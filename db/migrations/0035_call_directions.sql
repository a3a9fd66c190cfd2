-- 0035_call_directions - few calls go from phone to phone, and they are asked for.

CREATE INDEX calls_direction ON calls (company_id, direction, started_us, id);
