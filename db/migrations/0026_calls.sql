-- 0026_calls - what happened in a PBX, as calls.

-- Written by the fold alone: status, parties and times are derived from events.
CREATE TABLE calls (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	id BIGINT NOT NULL,
	version BIGINT NOT NULL DEFAULT 1,
	call_code TEXT NOT NULL, -- CALL-A1B2C3D4
	linkedid TEXT NOT NULL,  -- the PBX's name of it
	direction TEXT NOT NULL CHECK (direction IN ('incoming', 'outgoing', 'internal')),
	status TEXT NOT NULL,
	is_active BIGINT NOT NULL CHECK (is_active IN (0, 1)),
	caller TEXT NOT NULL,
	caller_name TEXT NOT NULL,
	callee TEXT NOT NULL,
	context TEXT NOT NULL,
	trunk TEXT,
	answered_by TEXT,
	conference TEXT,
	hangup_by TEXT NOT NULL CHECK (hangup_by IN ('system', 'caller', 'callee')),
	hangup_cause BIGINT NOT NULL,
	has_gap BIGINT NOT NULL CHECK (has_gap IN (0, 1)),     -- part of it was not seen
	is_cut BIGINT NOT NULL CHECK (is_cut IN (0, 1)),       -- it went over a bound
	by_system BIGINT NOT NULL CHECK (by_system IN (0, 1)), -- never with a person
	started_us BIGINT NOT NULL,
	answered_us BIGINT,
	ended_us BIGINT,
	-- Each moment of it is in one of these: their sum is what passed until as_of_us.
	setup_us BIGINT NOT NULL,
	queue_us BIGINT NOT NULL,
	ring_us BIGINT NOT NULL,
	talk_us BIGINT NOT NULL,
	hold_us BIGINT NOT NULL,
	rang_us BIGINT, -- from the first dialling to the answer, in queues too
	as_of_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id)
);
CREATE UNIQUE INDEX calls_code ON calls (company_id, call_code);
CREATE UNIQUE INDEX calls_linkedid ON calls (company_id, linkedid);
CREATE INDEX calls_started ON calls (company_id, started_us, id);
CREATE INDEX calls_active ON calls (company_id, started_us, id) WHERE is_active = 1;

-- Parts are numbered in the order in which the PBX spoke of them.
CREATE TABLE call_legs (
	company_id BIGINT NOT NULL,
	call_id BIGINT NOT NULL,
	leg BIGINT NOT NULL,
	uniqueid TEXT NOT NULL,
	channel TEXT NOT NULL,
	endpoint TEXT NOT NULL,
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
	leg BIGINT, -- NULL: of the PBX's own making
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
