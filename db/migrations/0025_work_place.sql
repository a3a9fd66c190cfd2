-- 0025_work_place - for which team and department work counts stands beside it: sums and the rows
-- behind them agree also when an agent changes teams later.

-- NULL: of none. Where nobody's hand was in it, those of whoever had the order.
ALTER TABLE order_status_history ADD COLUMN team_id BIGINT;
ALTER TABLE order_status_history ADD COLUMN department_id BIGINT;
UPDATE order_status_history SET team_id = (SELECT COALESCE(w.team_id, a.team_id)
	FROM orders o
	LEFT JOIN agents w ON w.company_id = o.company_id AND w.id = order_status_history.agent_id
		AND order_status_history.previous_status IS NOT NULL
	LEFT JOIN agents a ON a.company_id = o.company_id AND a.id = o.assigned_agent_id
	WHERE o.company_id = order_status_history.company_id
		AND o.id = order_status_history.order_id);
UPDATE order_status_history SET department_id = (SELECT COALESCE(w.department_id,
		a.department_id, o.department_id)
	FROM orders o
	LEFT JOIN agents w ON w.company_id = o.company_id AND w.id = order_status_history.agent_id
		AND order_status_history.previous_status IS NOT NULL
	LEFT JOIN agents a ON a.company_id = o.company_id AND a.id = o.assigned_agent_id
	WHERE o.company_id = order_status_history.company_id
		AND o.id = order_status_history.order_id);

-- Of the agent's who called or wrote.
ALTER TABLE communications ADD COLUMN team_id BIGINT;
ALTER TABLE communications ADD COLUMN department_id BIGINT;
UPDATE communications SET team_id = (SELECT w.team_id FROM agents w
	WHERE w.company_id = communications.company_id AND w.id = communications.agent_id);
UPDATE communications SET department_id = (SELECT w.department_id FROM agents w
	WHERE w.company_id = communications.company_id AND w.id = communications.agent_id);

-- What was summed up by the teams of then is summed up anew by what stands there now.
DELETE FROM work_counters;
DELETE FROM work_folds;
