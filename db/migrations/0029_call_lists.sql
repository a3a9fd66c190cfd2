-- 0029_call_lists - lists and statistics of calls, by agent, team, department, number and state.

-- The work after it, as the agent who had it was given or took.
ALTER TABLE calls ADD COLUMN wrap_us BIGINT NOT NULL DEFAULT 0;

CREATE INDEX calls_status ON calls (company_id, status, started_us, id);
CREATE INDEX calls_department ON calls (company_id, department_id, started_us, id)
	WHERE department_id IS NOT NULL;
CREATE INDEX calls_phone ON calls (company_id, phone_number, started_us, id)
	WHERE phone_number <> '';
-- Who waits for a department without a PBX, in their order.
CREATE INDEX calls_waiting ON calls (company_id, department_id, queued_us, id)
	WHERE is_active = 1 AND queued_us IS NOT NULL;

-- When its call began: what an agent or a team had a part in is listed in the order of calls.
ALTER TABLE call_legs ADD COLUMN call_started_us BIGINT NOT NULL DEFAULT 0;
UPDATE call_legs SET call_started_us = (SELECT c.started_us FROM calls c
	WHERE c.company_id = call_legs.company_id AND c.id = call_legs.call_id);
DROP INDEX call_legs_agent;
DROP INDEX call_legs_team;
DROP INDEX call_legs_endpoint;
CREATE INDEX call_legs_agent ON call_legs (company_id, agent_id, call_started_us, call_id)
	WHERE agent_id IS NOT NULL;
CREATE INDEX call_legs_team ON call_legs (company_id, team_id, call_started_us, call_id)
	WHERE team_id IS NOT NULL;
CREATE INDEX call_legs_endpoint ON call_legs (company_id, endpoint, call_started_us, call_id);
