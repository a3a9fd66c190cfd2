-- 0045_calls_by_phone - calls of a phone: few of its agent's went through no PBX.

CREATE INDEX calls_manual ON calls (company_id, agent_id, started_us, id) WHERE source = 'manual';
