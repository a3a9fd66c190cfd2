-- 0028_live_calls - calls that people make, take and work on, with a PBX or without one.

-- Nothing has written calls but tests: the tables are laid anew in the shape that they need.
DROP TABLE call_recordings;
DROP TABLE call_holds;
DROP TABLE call_queue_visits;
DROP TABLE call_transfers;
DROP TABLE call_steps;
DROP TABLE call_segments;
DROP TABLE call_legs;
DROP TABLE calls;

-- Of a PBX's call, status, parties and times are derived from events by the fold alone.
CREATE TABLE calls (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	id BIGINT NOT NULL,
	version BIGINT NOT NULL DEFAULT 1,
	call_code TEXT NOT NULL, -- CALL-A1B2C3D4
	source TEXT NOT NULL DEFAULT 'pbx' CHECK (source = 'pbx' OR source = 'manual'),
	linkedid TEXT, -- the PBX's name of it; NULL: it went through none
	direction TEXT NOT NULL CHECK (direction IN ('incoming', 'outgoing', 'internal')),
	status TEXT NOT NULL,
	status_source TEXT NOT NULL DEFAULT 'pbx'
		CHECK (status_source = 'pbx' OR status_source = 'api'), -- who said it last
	is_active BIGINT NOT NULL CHECK (is_active = 0 OR is_active = 1),

	-- Whom it is with and about, and who has it or had it last, with the place of then.
	phone_number TEXT NOT NULL DEFAULT '', -- of the person outside; '' when both are inside
	customer_name TEXT NOT NULL DEFAULT '',
	customer_id BIGINT,
	order_id BIGINT,
	agent_id BIGINT,
	team_id BIGINT,
	department_id BIGINT, -- where it was routed to, or its agent's
	initiated_by BIGINT,  -- the user who asked for it
	queued_us BIGINT,     -- since when it waits for its department, without a queue of a PBX

	caller TEXT NOT NULL DEFAULT '',
	caller_name TEXT NOT NULL DEFAULT '',
	callee TEXT NOT NULL DEFAULT '',
	context TEXT NOT NULL DEFAULT '',
	trunk TEXT,
	answered_by TEXT,
	conference TEXT,
	hangup_by TEXT NOT NULL DEFAULT 'system'
		CHECK (hangup_by IN ('system', 'caller', 'callee')),
	hangup_cause BIGINT NOT NULL DEFAULT 0,
	has_gap BIGINT NOT NULL DEFAULT 0 CHECK (has_gap IN (0, 1)),     -- part of it was not seen
	is_cut BIGINT NOT NULL DEFAULT 0 CHECK (is_cut IN (0, 1)),       -- it went over a bound
	by_system BIGINT NOT NULL DEFAULT 0 CHECK (by_system IN (0, 1)), -- never with a person
	started_us BIGINT NOT NULL,
	answered_us BIGINT,
	ended_us BIGINT,
	-- Each moment of it is in one of these: their sum is what passed until as_of_us.
	setup_us BIGINT NOT NULL DEFAULT 0,
	queue_us BIGINT NOT NULL DEFAULT 0,
	ring_us BIGINT NOT NULL DEFAULT 0,
	talk_us BIGINT NOT NULL DEFAULT 0,
	hold_us BIGINT NOT NULL DEFAULT 0,
	rang_us BIGINT, -- from the first dialling to the answer, in queues too
	as_of_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id),
	FOREIGN KEY (company_id, customer_id) REFERENCES customers (company_id, id),
	FOREIGN KEY (company_id, order_id) REFERENCES orders (company_id, id),
	FOREIGN KEY (company_id, agent_id) REFERENCES agents (company_id, id)
);
CREATE UNIQUE INDEX calls_code ON calls (company_id, call_code);
CREATE UNIQUE INDEX calls_linkedid ON calls (company_id, linkedid) WHERE linkedid IS NOT NULL;
CREATE INDEX calls_started ON calls (company_id, started_us, id);
CREATE INDEX calls_active ON calls (company_id, started_us, id) WHERE is_active = 1;
CREATE INDEX calls_agent ON calls (company_id, agent_id, started_us, id);
CREATE INDEX calls_team ON calls (company_id, team_id, started_us, id);
CREATE INDEX calls_customer ON calls (company_id, customer_id, started_us, id)
	WHERE customer_id IS NOT NULL;
CREATE INDEX calls_order ON calls (company_id, order_id, started_us, id)
	WHERE order_id IS NOT NULL;

-- Parts are numbered in the order in which the PBX spoke of them.
CREATE TABLE call_legs (
	company_id BIGINT NOT NULL,
	call_id BIGINT NOT NULL,
	leg BIGINT NOT NULL,
	uniqueid TEXT NOT NULL,
	channel TEXT NOT NULL,
	endpoint TEXT NOT NULL,
	agent_id BIGINT, -- whose phone it was then, and where that agent belonged
	team_id BIGINT,
	role TEXT NOT NULL CHECK (role IN ('caller', 'callee', 'consult')),
	is_trunk BIGINT NOT NULL CHECK (is_trunk IN (0, 1)),
	number TEXT NOT NULL,
	name TEXT NOT NULL,
	connected_number TEXT NOT NULL,
	connected_name TEXT NOT NULL,
	exten TEXT NOT NULL,
	context TEXT NOT NULL,
	dial_status TEXT,
	hangup_cause BIGINT NOT NULL,
	started_us BIGINT NOT NULL,
	ringing_us BIGINT,
	answered_us BIGINT,
	ended_us BIGINT,
	talk_us BIGINT NOT NULL, -- with another person; hold is not part of it
	hold_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, call_id, leg),
	FOREIGN KEY (company_id, call_id) REFERENCES calls (company_id, id) ON DELETE CASCADE
) /*lite: WITHOUT ROWID */;
CREATE INDEX call_legs_uniqueid ON call_legs (company_id, uniqueid);
CREATE INDEX call_legs_endpoint ON call_legs (company_id, endpoint, started_us);
CREATE INDEX call_legs_agent ON call_legs (company_id, agent_id, started_us, call_id)
	WHERE agent_id IS NOT NULL;
CREATE INDEX call_legs_team ON call_legs (company_id, team_id, started_us, call_id)
	WHERE team_id IS NOT NULL;

CREATE TABLE call_segments (
	company_id BIGINT NOT NULL,
	call_id BIGINT NOT NULL,
	leg BIGINT NOT NULL,
	segment BIGINT NOT NULL,
	bridge TEXT NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('talk', 'holding', 'conference')),
	entered_us BIGINT NOT NULL,
	left_us BIGINT,
	PRIMARY KEY (company_id, call_id, leg, segment),
	FOREIGN KEY (company_id, call_id) REFERENCES calls (company_id, id) ON DELETE CASCADE
) /*lite: WITHOUT ROWID */;

CREATE TABLE call_steps (
	company_id BIGINT NOT NULL,
	call_id BIGINT NOT NULL,
	step BIGINT NOT NULL,
	kind TEXT NOT NULL,
	at_us BIGINT NOT NULL,
	leg BIGINT, -- NULL: of the PBX's own making, or of a call without one
	from_party TEXT NOT NULL,
	to_party TEXT NOT NULL,
	detail TEXT NOT NULL,
	PRIMARY KEY (company_id, call_id, step),
	FOREIGN KEY (company_id, call_id) REFERENCES calls (company_id, id) ON DELETE CASCADE
) /*lite: WITHOUT ROWID */;

CREATE TABLE call_transfers (
	company_id BIGINT NOT NULL,
	call_id BIGINT NOT NULL,
	transfer BIGINT NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('blind', 'attended', 'redirect')),
	result TEXT NOT NULL CHECK (result IN ('pending', 'completed', 'failed', 'cancelled')),
	from_party TEXT NOT NULL,
	to_party TEXT NOT NULL,
	at_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, call_id, transfer),
	FOREIGN KEY (company_id, call_id) REFERENCES calls (company_id, id) ON DELETE CASCADE
) /*lite: WITHOUT ROWID */;

CREATE TABLE call_queue_visits (
	company_id BIGINT NOT NULL,
	call_id BIGINT NOT NULL,
	visit BIGINT NOT NULL,
	queue TEXT NOT NULL,
	result TEXT NOT NULL CHECK (result IN ('waiting', 'answered', 'abandoned', 'timeout')),
	agent TEXT,
	member TEXT,
	position BIGINT NOT NULL, -- on joining; 0: not known
	missed BIGINT NOT NULL,   -- offers that nobody took
	joined_us BIGINT NOT NULL,
	left_us BIGINT,
	PRIMARY KEY (company_id, call_id, visit),
	FOREIGN KEY (company_id, call_id) REFERENCES calls (company_id, id) ON DELETE CASCADE
) /*lite: WITHOUT ROWID */;
CREATE INDEX call_queue_visits_queue ON call_queue_visits (company_id, queue, joined_us);

CREATE TABLE call_holds (
	company_id BIGINT NOT NULL,
	call_id BIGINT NOT NULL,
	hold BIGINT NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('hold', 'parked')),
	leg BIGINT, -- who held the others; who was parked
	place TEXT, -- where it was parked
	fetched_by TEXT,
	from_us BIGINT NOT NULL,
	to_us BIGINT,
	PRIMARY KEY (company_id, call_id, kind, hold),
	FOREIGN KEY (company_id, call_id) REFERENCES calls (company_id, id) ON DELETE CASCADE
) /*lite: WITHOUT ROWID */;

CREATE TABLE call_recordings (
	company_id BIGINT NOT NULL,
	call_id BIGINT NOT NULL,
	recording BIGINT NOT NULL,
	leg BIGINT,
	file_name TEXT NOT NULL, -- "" while the PBX has not said it
	from_us BIGINT NOT NULL,
	to_us BIGINT,
	PRIMARY KEY (company_id, call_id, recording),
	FOREIGN KEY (company_id, call_id) REFERENCES calls (company_id, id) ON DELETE CASCADE
) /*lite: WITHOUT ROWID */;

-- New companies get these from the table of roles; this is for those that are there already.
INSERT INTO role_permissions (company_id, role_id, permission)
SELECT r.company_id, r.id, p.permission
FROM roles r
JOIN (
	SELECT 'agent' AS least, 'calls.read' AS permission
	UNION ALL SELECT 'agent', 'calls.make'
	UNION ALL SELECT 'supervisor', 'calls.read_team'
	UNION ALL SELECT 'supervisor', 'calls.supervise'
	UNION ALL SELECT 'supervisor', 'calls.export'
	UNION ALL SELECT 'supervisor', 'recordings.read'
	UNION ALL SELECT 'manager', 'calls.read_all'
) p ON r.code = 'admin'
	OR r.code = 'manager' AND p.least IN ('agent', 'supervisor', 'manager')
	OR r.code = 'supervisor' AND p.least IN ('agent', 'supervisor')
	OR r.code IN ('agent', 'senior_agent') AND p.least = 'agent'
WHERE r.built_in = 1
ON CONFLICT DO NOTHING;
