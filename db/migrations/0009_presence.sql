-- 0009_presence - states that come about by themselves, and what decides on them.

-- Without input for so long an agent is away; 0 = never.
ALTER TABLE companies ADD COLUMN away_after_s BIGINT NOT NULL DEFAULT 300;

-- The person's last input, as its page reports it; NULL: the client does not, its requests count.
ALTER TABLE auth_sessions ADD COLUMN input_us BIGINT;
-- When a socket of the session was last heard of, on any node; NULL: it never had one.
ALTER TABLE auth_sessions ADD COLUMN socket_us BIGINT;

-- agent_presence.source: agent, login, logout, return; idle, capacity, connection, session came
-- about by themselves. previous_status: what holds again when such a cause is over.
UPDATE agent_presence SET source = 'session' WHERE source = 'idle';
UPDATE agent_presence SET previous_status = NULL;

ALTER TABLE agent_presence_log ADD COLUMN source TEXT NOT NULL DEFAULT 'agent';
-- One state at a time.
CREATE UNIQUE INDEX agent_presence_log_open ON agent_presence_log (company_id, agent_id)
	WHERE ended_us IS NULL;
