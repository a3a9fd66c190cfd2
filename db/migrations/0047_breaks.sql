-- 0047_breaks - breaks are found without reading what else an agent did.

CREATE INDEX agent_presence_log_breaks ON agent_presence_log (company_id, agent_id, started_us)
	WHERE status = 'on_break';
