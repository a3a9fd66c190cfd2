-- 0019_performance - what agents achieved a day, what they are measured by, what they set out to do.

-- One row an agent and day of the company's calendar. Numerators and denominators, so that days
-- add up to any period; averages and rates come from their sums, never from other averages.
CREATE TABLE agent_performance_metrics (
	company_id BIGINT NOT NULL,
	id BIGINT NOT NULL,
	agent_id BIGINT NOT NULL,
	day BIGINT NOT NULL,
	total_orders_handled BIGINT NOT NULL DEFAULT 0, -- the three below together
	orders_confirmed BIGINT NOT NULL DEFAULT 0,
	orders_cancelled BIGINT NOT NULL DEFAULT 0,
	orders_postponed BIGINT NOT NULL DEFAULT 0,
	calls BIGINT NOT NULL DEFAULT 0,
	calls_answered BIGINT NOT NULL DEFAULT 0,
	talk_seconds BIGINT NOT NULL DEFAULT 0,
	ratings_count BIGINT NOT NULL DEFAULT 0,
	rating_points BIGINT NOT NULL DEFAULT 0,
	ratings_good BIGINT NOT NULL DEFAULT 0, -- 4 or 5
	contacts BIGINT NOT NULL DEFAULT 0, -- closed or due
	contacts_resolved BIGINT NOT NULL DEFAULT 0,
	contacts_first BIGINT NOT NULL DEFAULT 0, -- resolved, and the customer did not come back
	due_us BIGINT, -- when a contact becomes due, and the day is to be counted anew
	created_at BIGINT NOT NULL,
	updated_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id),
	FOREIGN KEY (company_id, agent_id) REFERENCES agents (company_id, id)
);
CREATE UNIQUE INDEX agent_performance_metrics_day
	ON agent_performance_metrics (company_id, agent_id, day);
CREATE INDEX agent_performance_metrics_company
	ON agent_performance_metrics (company_id, day, agent_id);
CREATE INDEX agent_performance_metrics_due
	ON agent_performance_metrics (company_id, due_us) WHERE due_us IS NOT NULL;

-- How far each company's rows are rolled up: the last row seen of each source.
CREATE TABLE performance_rollups (
	company_id BIGINT NOT NULL PRIMARY KEY REFERENCES companies (id),
	time_zone TEXT NOT NULL, -- whose days these are; another one begins from the start
	history_id BIGINT NOT NULL DEFAULT 0,
	communication_id BIGINT NOT NULL DEFAULT 0,
	interaction_id BIGINT NOT NULL DEFAULT 0,
	rating_id BIGINT NOT NULL DEFAULT 0,
	rebuild_day BIGINT, -- counting anew, from today back to the first day: the next one
	updated_us BIGINT NOT NULL
);

-- What is expected. team_id 0 is the company; NULL: what stands above it counts.
-- Percent and stars in hundredths.
CREATE TABLE kpi_targets (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	team_id BIGINT NOT NULL,
	first_call_resolution BIGINT,
	average_handle_seconds BIGINT,
	customer_satisfaction BIGINT,
	confirmation_rate BIGINT,
	cancellation_rate BIGINT,
	version BIGINT NOT NULL DEFAULT 1,
	created_us BIGINT NOT NULL,
	updated_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, team_id)
);

-- What agents set out to reach by themselves; values as of kpi_targets, numbers as they are.
CREATE TABLE performance_goals (
	company_id BIGINT NOT NULL,
	id BIGINT NOT NULL,
	agent_id BIGINT NOT NULL,
	figure TEXT NOT NULL,
	period TEXT NOT NULL CHECK (period IN ('day', 'week', 'month')),
	target BIGINT NOT NULL CHECK (target > 0),
	version BIGINT NOT NULL DEFAULT 1,
	created_us BIGINT NOT NULL,
	updated_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id),
	FOREIGN KEY (company_id, agent_id) REFERENCES agents (company_id, id)
);
CREATE UNIQUE INDEX performance_goals_figure
	ON performance_goals (company_id, agent_id, figure, period);
