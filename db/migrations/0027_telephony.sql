-- 0027_telephony - the link to a company's PBX, and what it says of phones, trunks and queues.

CREATE TABLE pbx_links (
	company_id BIGINT NOT NULL PRIMARY KEY REFERENCES companies (id),
	host TEXT NOT NULL,
	port BIGINT NOT NULL,
	username TEXT NOT NULL,
	secret_sealed TEXT NOT NULL,
	is_active BIGINT NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
	version BIGINT NOT NULL DEFAULT 1, -- of what a person set; the link begins anew with another
	created_us BIGINT NOT NULL,
	updated_us BIGINT NOT NULL,
	-- What the link found; written by the process that keeps it.
	state TEXT NOT NULL DEFAULT 'connecting'
		CHECK (state IN ('connecting', 'connected', 'refused', 'lost')),
	reason TEXT NOT NULL DEFAULT 'none',
	state_since_us BIGINT NOT NULL,
	doubtful_us BIGINT,  -- since when the states of phones are not known, while it does not stand
	pbx_version TEXT,
	system_name TEXT,
	booted_at TEXT,      -- when the PBX started, as it says
	timestamps BIGINT,   -- does it stamp its events? NULL: not seen yet
	refreshed_us BIGINT, -- when everything was last read
	owner TEXT,          -- the process that keeps it
	lease_until_us BIGINT NOT NULL DEFAULT 0
);

-- One open row for each link that was ever set up.
CREATE TABLE pbx_link_log (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	id BIGINT NOT NULL,
	state TEXT NOT NULL,
	reason TEXT NOT NULL,
	started_us BIGINT NOT NULL,
	ended_us BIGINT,
	PRIMARY KEY (company_id, id)
);
CREATE INDEX pbx_link_log_time ON pbx_link_log (company_id, started_us);
CREATE UNIQUE INDEX pbx_link_log_open ON pbx_link_log (company_id) WHERE ended_us IS NULL;

-- What people asked of the PBX. It is sent at once or not at all.
CREATE TABLE pbx_commands (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	id BIGINT NOT NULL,
	kind TEXT NOT NULL,
	payload TEXT NOT NULL DEFAULT '{}',
	user_id BIGINT, -- who asked
	language TEXT,  -- that errors are said in
	state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'done', 'failed')),
	error TEXT,
	created_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id)
);
CREATE INDEX pbx_commands_waiting ON pbx_commands (company_id, id) WHERE state = 'waiting';
CREATE INDEX pbx_commands_age ON pbx_commands (company_id, created_us);

CREATE TABLE extensions (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	id BIGINT NOT NULL,
	extension TEXT NOT NULL,
	endpoint TEXT NOT NULL, -- as the PBX names the phone: PJSIP/1001
	agent_name TEXT,        -- of a phone that is no agent's
	team_id BIGINT,
	agent_id BIGINT,
	is_active BIGINT NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
	-- Three facts: is the phone registered, what its line does, and what follows from both.
	registration TEXT NOT NULL DEFAULT 'unknown'
		CHECK (registration IN ('registered', 'unregistered', 'unknown')),
	line_state TEXT NOT NULL DEFAULT 'unknown' CHECK (line_state IN ('not_in_use', 'in_use',
		'ringing', 'ringing_in_use', 'on_hold', 'busy', 'unavailable', 'invalid', 'unknown')),
	availability_status TEXT NOT NULL DEFAULT 'unknown'
		CHECK (availability_status IN ('online', 'offline', 'invalid', 'unknown')),
	status_changed_us BIGINT NOT NULL, -- of availability_status
	line_changed_us BIGINT NOT NULL,
	last_seen_us BIGINT, -- when it was last online
	seen BIGINT NOT NULL DEFAULT 0, -- by the reading of everything that is under way
	version BIGINT NOT NULL DEFAULT 1,
	created_us BIGINT NOT NULL,
	updated_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id),
	FOREIGN KEY (company_id, team_id) REFERENCES teams (company_id, id),
	FOREIGN KEY (company_id, agent_id) REFERENCES agents (company_id, id)
);
CREATE UNIQUE INDEX extensions_number ON extensions (company_id, extension);
CREATE UNIQUE INDEX extensions_endpoint ON extensions (company_id, endpoint);
CREATE UNIQUE INDEX extensions_agent ON extensions (company_id, agent_id)
	WHERE agent_id IS NOT NULL;
CREATE INDEX extensions_team ON extensions (company_id, team_id);

-- Each change closes a row and opens the next.
CREATE TABLE extension_status_log (
	company_id BIGINT NOT NULL,
	id BIGINT NOT NULL,
	extension_id BIGINT NOT NULL,
	status TEXT NOT NULL,
	line_state TEXT NOT NULL,
	registration TEXT NOT NULL,
	started_us BIGINT NOT NULL,
	ended_us BIGINT,
	PRIMARY KEY (company_id, id),
	FOREIGN KEY (company_id, extension_id) REFERENCES extensions (company_id, id)
		ON DELETE CASCADE
);
CREATE INDEX extension_status_log_time
	ON extension_status_log (company_id, extension_id, started_us);
CREATE UNIQUE INDEX extension_status_log_open ON extension_status_log (company_id, extension_id)
	WHERE ended_us IS NULL;

-- The lines to the outside, named by a person: they are never guessed from digits.
CREATE TABLE trunks (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	id BIGINT NOT NULL,
	name TEXT NOT NULL,
	endpoint TEXT NOT NULL,
	state TEXT NOT NULL DEFAULT 'unknown'
		CHECK (state IN ('online', 'offline', 'invalid', 'unknown')),
	line_state TEXT NOT NULL DEFAULT 'unknown',
	registration TEXT NOT NULL DEFAULT 'unknown',
	state_changed_us BIGINT NOT NULL,
	seen BIGINT NOT NULL DEFAULT 0,
	PRIMARY KEY (company_id, id)
);
CREATE UNIQUE INDEX trunks_endpoint ON trunks (company_id, endpoint);

-- What follows mirrors the PBX: its rows come and go as it says.
CREATE TABLE queues (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	id BIGINT NOT NULL,
	name TEXT NOT NULL,
	strategy TEXT NOT NULL DEFAULT '',
	seen BIGINT NOT NULL DEFAULT 0, -- by the reading of everything that is under way
	PRIMARY KEY (company_id, id)
);
CREATE UNIQUE INDEX queues_name ON queues (company_id, name);

CREATE TABLE queue_members (
	company_id BIGINT NOT NULL,
	queue_id BIGINT NOT NULL,
	interface TEXT NOT NULL,
	name TEXT NOT NULL,
	endpoint TEXT NOT NULL, -- of the phone behind it, when it can be told
	membership TEXT NOT NULL DEFAULT '',
	penalty BIGINT NOT NULL DEFAULT 0,
	line_state TEXT NOT NULL DEFAULT 'unknown',
	in_call BIGINT NOT NULL DEFAULT 0 CHECK (in_call IN (0, 1)),
	is_paused BIGINT NOT NULL DEFAULT 0 CHECK (is_paused IN (0, 1)),
	pause_reason TEXT NOT NULL DEFAULT '',
	paused_us BIGINT,
	calls_taken BIGINT NOT NULL DEFAULT 0,
	last_call_us BIGINT,
	seen BIGINT NOT NULL DEFAULT 0,
	PRIMARY KEY (company_id, queue_id, interface),
	FOREIGN KEY (company_id, queue_id) REFERENCES queues (company_id, id) ON DELETE CASCADE
);

CREATE TABLE queue_callers (
	company_id BIGINT NOT NULL,
	queue_id BIGINT NOT NULL,
	uniqueid TEXT NOT NULL,
	position BIGINT NOT NULL,
	number TEXT NOT NULL DEFAULT '',
	name TEXT NOT NULL DEFAULT '',
	joined_us BIGINT NOT NULL,
	seen BIGINT NOT NULL DEFAULT 0,
	PRIMARY KEY (company_id, queue_id, uniqueid),
	FOREIGN KEY (company_id, queue_id) REFERENCES queues (company_id, id) ON DELETE CASCADE
);
