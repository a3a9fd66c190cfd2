-- 0031_call_control - how calls are made, where departments are reached, and what follows a call.

-- What a company says of its calls; without a row the standards of the columns hold.
CREATE TABLE call_settings (
	company_id BIGINT NOT NULL PRIMARY KEY REFERENCES companies (id),
	version BIGINT NOT NULL DEFAULT 1,
	dial_context TEXT NOT NULL DEFAULT 'from-internal', -- where the PBX looks up what is dialled
	dial_prefix TEXT NOT NULL DEFAULT '',               -- before numbers outside
	wrap_up_seconds BIGINT NOT NULL DEFAULT 30,         -- 0: an agent is free at once
	offer_seconds BIGINT NOT NULL DEFAULT 0,            -- 0: who waits is offered to nobody
	updated_us BIGINT NOT NULL
);

-- Where a department is reached in the PBX, and which of its queues is the department's.
CREATE TABLE call_routes (
	company_id BIGINT NOT NULL,
	department_id BIGINT NOT NULL,
	exten TEXT,
	context TEXT, -- NULL: that of call_settings
	queue TEXT,
	PRIMARY KEY (company_id, department_id),
	FOREIGN KEY (company_id, department_id) REFERENCES departments (company_id, id)
		ON DELETE CASCADE
) /*lite: WITHOUT ROWID */;
CREATE UNIQUE INDEX call_routes_queue ON call_routes (company_id, queue) WHERE queue IS NOT NULL;

-- The time after a call that an agent has for it.
CREATE TABLE call_wrap_ups (
	company_id BIGINT NOT NULL,
	id BIGINT NOT NULL,
	call_id BIGINT NOT NULL,
	agent_id BIGINT NOT NULL,
	from_us BIGINT NOT NULL,
	due_us BIGINT NOT NULL,
	ended_us BIGINT, -- NULL: it goes on
	PRIMARY KEY (company_id, id),
	FOREIGN KEY (company_id, call_id) REFERENCES calls (company_id, id) ON DELETE CASCADE,
	FOREIGN KEY (company_id, agent_id) REFERENCES agents (company_id, id)
);
CREATE UNIQUE INDEX call_wrap_ups_call ON call_wrap_ups (company_id, call_id, agent_id);
CREATE UNIQUE INDEX call_wrap_ups_open ON call_wrap_ups (company_id, agent_id)
	WHERE ended_us IS NULL;

ALTER TABLE calls ADD COLUMN is_muted BIGINT NOT NULL DEFAULT 0; -- the agent is not heard
ALTER TABLE calls ADD COLUMN offered_us BIGINT;                  -- since when it rings at its agent
-- What follows the end of a call (presence, wrap-up, the order's history) is done once.
ALTER TABLE calls ADD COLUMN closed_us BIGINT;

CREATE INDEX calls_agent_live ON calls (company_id, agent_id) WHERE is_active = 1;
CREATE INDEX call_legs_live ON call_legs (company_id, agent_id)
	WHERE ended_us IS NULL AND agent_id IS NOT NULL;

-- What a call has made of an agent: 'call' or 'wrap_up'; NULL: nothing.
ALTER TABLE agent_presence ADD COLUMN occupied_by TEXT
	CHECK (occupied_by = 'call' OR occupied_by = 'wrap_up');

-- The contact that a call left behind; whoever sums it up afterwards completes that one.
ALTER TABLE communications ADD COLUMN call_id BIGINT;
ALTER TABLE communications ADD COLUMN summed_us BIGINT; -- when its call was summed up by hand
CREATE UNIQUE INDEX communications_call ON communications (company_id, call_id)
	WHERE call_id IS NOT NULL;
