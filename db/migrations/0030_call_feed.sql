-- 0030_call_feed - calls are followed live, and go on when the program or the link was away.

-- What became of calls while the link did not stand.
ALTER TABLE pbx_link_log ADD COLUMN calls_reconstructed BIGINT; -- went on; NULL: nobody looked
ALTER TABLE pbx_link_log ADD COLUMN calls_interrupted BIGINT;   -- nobody saw their end

-- What a program that starts anew needs to know to go on with a call.
ALTER TABLE call_legs ADD COLUMN dialled_us BIGINT;             -- NULL: nobody dialled it
ALTER TABLE call_legs ADD COLUMN dial_ended_us BIGINT;
ALTER TABLE call_legs ADD COLUMN is_originated BIGINT NOT NULL DEFAULT 0; -- by an order to the PBX
ALTER TABLE call_legs ADD COLUMN hangup_asked_us BIGINT;        -- its far end hung up
ALTER TABLE call_legs ADD COLUMN dial_string TEXT;              -- as the PBX dialled it
