-- 0020_team - shifts and absences of agents, who chose a state when, and how much work was done.

-- A repeated entry is one row a week, so that each can be moved alone and clocks that change
-- move none of them.
CREATE TABLE agent_schedules (
	company_id BIGINT NOT NULL,
	id BIGINT NOT NULL,
	agent_id BIGINT NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('shift', 'leave', 'meeting', 'training')),
	starts_at BIGINT NOT NULL,
	ends_at BIGINT NOT NULL,
	note TEXT NOT NULL DEFAULT '',
	series_id BIGINT, -- the id of the first one of a repeated entry
	created_by BIGINT, -- user
	version BIGINT NOT NULL DEFAULT 1,
	created_us BIGINT NOT NULL,
	updated_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id),
	FOREIGN KEY (company_id, agent_id) REFERENCES agents (company_id, id),
	CHECK (ends_at > starts_at)
);
CREATE INDEX agent_schedules_agent ON agent_schedules (company_id, agent_id, starts_at);
CREATE INDEX agent_schedules_at ON agent_schedules (company_id, starts_at);
-- All but leave is short, so only leave has to be looked for from its end.
CREATE INDEX agent_schedules_leave ON agent_schedules (company_id, ends_at) WHERE kind = 'leave';
CREATE INDEX agent_schedules_series ON agent_schedules (company_id, series_id, starts_at)
	WHERE series_id IS NOT NULL;

-- Are agents shown on leave and in meetings when their schedule says so?
ALTER TABLE companies ADD COLUMN follow_schedule BIGINT NOT NULL DEFAULT 0
	CHECK (follow_schedule IN (0, 1));
-- What the schedule says now and since when; it counts unless somebody chose a state later.
ALTER TABLE agent_presence ADD COLUMN planned_status TEXT
	CHECK (planned_status IN ('on_leave', 'in_meeting'));
ALTER TABLE agent_presence ADD COLUMN planned_us BIGINT;
ALTER TABLE agent_presence ADD COLUMN chosen_us BIGINT NOT NULL DEFAULT 0;
UPDATE agent_presence SET chosen_us = since_us WHERE source IN ('agent', 'login', 'return');

-- Who is logged in, without walking through all that was.
CREATE INDEX agent_sessions_live ON agent_sessions (company_id, agent_id)
	WHERE logout_time IS NULL;

-- How much came in and was done: sums of order_status_history and communications by local day.
-- unit 0 is the company, n a team, -n a department, each as it was when the work was done.
CREATE TABLE work_counters (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	unit BIGINT NOT NULL,
	dimension TEXT NOT NULL CHECK (dimension IN
		('day', 'hour', 'flow', 'reason', 'contact', 'agent', 'area', 'product')),
	day BIGINT NOT NULL,
	subject TEXT NOT NULL, -- the hour, previous status, reason, outcome, agent, area or product
	word TEXT NOT NULL,    -- in, a new status, call or answered
	n BIGINT NOT NULL,
	PRIMARY KEY (company_id, unit, dimension, day, subject, word)
) /*lite: WITHOUT ROWID */;

-- How far the sums go. What lies behind is added by a job; another zone makes them anew.
CREATE TABLE work_folds (
	company_id BIGINT NOT NULL PRIMARY KEY REFERENCES companies (id),
	time_zone TEXT NOT NULL,
	history_id BIGINT NOT NULL DEFAULT 0,
	communication_id BIGINT NOT NULL DEFAULT 0,
	folded_us BIGINT NOT NULL
) /*lite: WITHOUT ROWID */;
