-- 0002_accounts - people: users, roles, agents, departments, teams, sessions, presence.

CREATE TABLE users (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	id BIGINT NOT NULL,
	username TEXT NOT NULL,
	username_key TEXT NOT NULL, -- lower case; what the lookup uses
	email TEXT,
	email_key TEXT,
	name TEXT NOT NULL,
	phone TEXT,
	password_hash TEXT NOT NULL,
	language TEXT CHECK (language IN ('en', 'ar')),
	time_zone TEXT,
	status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'disabled')),
	must_change_password BIGINT NOT NULL DEFAULT 0 CHECK (must_change_password IN (0, 1)),
	last_login_us BIGINT,
	preferences TEXT NOT NULL DEFAULT '{}',
	version BIGINT NOT NULL DEFAULT 1,
	created_us BIGINT NOT NULL,
	updated_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id)
);
CREATE UNIQUE INDEX users_username ON users (company_id, username_key);
CREATE UNIQUE INDEX users_email ON users (company_id, email_key) WHERE email_key IS NOT NULL;
CREATE INDEX users_login ON users (username_key);
CREATE INDEX users_login_email ON users (email_key) WHERE email_key IS NOT NULL;

CREATE TABLE roles (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	id BIGINT NOT NULL,
	code TEXT NOT NULL,
	name TEXT NOT NULL,
	scope TEXT NOT NULL DEFAULT 'own' CHECK (scope IN ('own', 'team', 'company')),
	built_in BIGINT NOT NULL DEFAULT 0 CHECK (built_in IN (0, 1)),
	version BIGINT NOT NULL DEFAULT 1,
	created_us BIGINT NOT NULL,
	updated_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id)
);
CREATE UNIQUE INDEX roles_code ON roles (company_id, code);

CREATE TABLE role_permissions (
	company_id BIGINT NOT NULL,
	role_id BIGINT NOT NULL,
	permission TEXT NOT NULL,
	PRIMARY KEY (company_id, role_id, permission),
	FOREIGN KEY (company_id, role_id) REFERENCES roles (company_id, id)
) /*lite: WITHOUT ROWID */;

CREATE TABLE user_roles (
	company_id BIGINT NOT NULL,
	user_id BIGINT NOT NULL,
	role_id BIGINT NOT NULL,
	PRIMARY KEY (company_id, user_id, role_id),
	FOREIGN KEY (company_id, user_id) REFERENCES users (company_id, id),
	FOREIGN KEY (company_id, role_id) REFERENCES roles (company_id, id)
) /*lite: WITHOUT ROWID */;
CREATE INDEX user_roles_role ON user_roles (company_id, role_id);

CREATE TABLE departments (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	id BIGINT NOT NULL,
	code TEXT NOT NULL,
	name TEXT NOT NULL,
	is_active BIGINT NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
	version BIGINT NOT NULL DEFAULT 1,
	created_us BIGINT NOT NULL,
	updated_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id)
);
CREATE UNIQUE INDEX departments_code ON departments (company_id, code);

CREATE TABLE teams (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	id BIGINT NOT NULL,
	name TEXT NOT NULL,
	slug TEXT NOT NULL,
	department_id BIGINT,
	is_active BIGINT NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
	version BIGINT NOT NULL DEFAULT 1,
	created_us BIGINT NOT NULL,
	updated_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id),
	FOREIGN KEY (company_id, department_id) REFERENCES departments (company_id, id)
);
CREATE UNIQUE INDEX teams_slug ON teams (company_id, slug);

-- agent_no is the number of AGT-001 and of its alias AG001.
CREATE TABLE agents (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	id BIGINT NOT NULL,
	user_id BIGINT NOT NULL,
	agent_no BIGINT NOT NULL,
	name TEXT NOT NULL,
	badge_hash TEXT,
	department_id BIGINT,
	team_id BIGINT,
	level TEXT NOT NULL DEFAULT 'agent'
		CHECK (level IN ('agent', 'senior', 'supervisor', 'manager')),
	takes_orders BIGINT NOT NULL DEFAULT 1 CHECK (takes_orders IN (0, 1)),
	order_capacity BIGINT NOT NULL DEFAULT 0, -- open orders at most; 0 = no limit
	open_orders BIGINT NOT NULL DEFAULT 0,    -- maintained: the load that assignment balances
	is_active BIGINT NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
	version BIGINT NOT NULL DEFAULT 1,
	created_us BIGINT NOT NULL,
	updated_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id),
	FOREIGN KEY (company_id, user_id) REFERENCES users (company_id, id),
	FOREIGN KEY (company_id, department_id) REFERENCES departments (company_id, id),
	FOREIGN KEY (company_id, team_id) REFERENCES teams (company_id, id)
) /*lite: WITHOUT ROWID */;
CREATE UNIQUE INDEX agents_no ON agents (company_id, agent_no);
CREATE UNIQUE INDEX agents_user ON agents (company_id, user_id);
CREATE UNIQUE INDEX agents_badge ON agents (company_id, badge_hash) WHERE badge_hash IS NOT NULL;
CREATE INDEX agents_badge_login ON agents (badge_hash) WHERE badge_hash IS NOT NULL;
CREATE INDEX agents_no_login ON agents (agent_no);
CREATE INDEX agents_team ON agents (company_id, team_id);
CREATE INDEX agents_load ON agents (company_id, is_active, takes_orders, open_orders, id);

CREATE TABLE devices (
	company_id BIGINT NOT NULL,
	id BIGINT NOT NULL,
	user_id BIGINT NOT NULL,
	name TEXT NOT NULL,
	user_agent TEXT NOT NULL DEFAULT '',
	last_seen_us BIGINT NOT NULL,
	revoked_us BIGINT,
	created_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id),
	FOREIGN KEY (company_id, user_id) REFERENCES users (company_id, id)
);
CREATE INDEX devices_user ON devices (company_id, user_id);

-- One login. The access token names (company_id, id); the refresh token is only here as a hash.
CREATE TABLE auth_sessions (
	company_id BIGINT NOT NULL,
	id BIGINT NOT NULL,
	user_id BIGINT NOT NULL,
	device_id BIGINT,
	surface TEXT NOT NULL, -- panel, portal, badge, api
	token_salt TEXT NOT NULL, -- in the token too: an id reused after a restore names nobody
	csrf TEXT NOT NULL,
	refresh_hash TEXT,
	previous_refresh_hash TEXT, -- the one just rotated away: again within 10 s is the same client
	rotated_us BIGINT,
	ip TEXT NOT NULL DEFAULT '',
	user_agent TEXT NOT NULL DEFAULT '',
	workstation_id TEXT,
	idle_timeout_us BIGINT NOT NULL DEFAULT 0, -- 0 = none
	last_seen_us BIGINT NOT NULL,
	expires_us BIGINT NOT NULL,         -- of the access token's session
	refresh_expires_us BIGINT NOT NULL,
	ended_us BIGINT,
	end_reason TEXT CHECK (end_reason IN
		('logout', 'idle', 'expired', 'revoked', 'reuse', 'password', 'disabled')),
	created_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id),
	FOREIGN KEY (company_id, user_id) REFERENCES users (company_id, id),
	FOREIGN KEY (company_id, device_id) REFERENCES devices (company_id, id)
);
CREATE UNIQUE INDEX auth_sessions_refresh ON auth_sessions (refresh_hash)
	WHERE refresh_hash IS NOT NULL;
CREATE INDEX auth_sessions_previous ON auth_sessions (previous_refresh_hash)
	WHERE previous_refresh_hash IS NOT NULL;
CREATE INDEX auth_sessions_user ON auth_sessions (company_id, user_id, ended_us);
CREATE INDEX auth_sessions_idle ON auth_sessions (last_seen_us) WHERE ended_us IS NULL;

-- Failures per account and per address; also the login audit's counters.
CREATE TABLE login_failures (
	scope TEXT NOT NULL CHECK (scope IN ('account', 'address')),
	subject TEXT NOT NULL, -- company:user of an account, or an address
	failures BIGINT NOT NULL,
	first_us BIGINT NOT NULL,
	blocked_until_us BIGINT NOT NULL DEFAULT 0,
	PRIMARY KEY (scope, subject)
);

CREATE TABLE login_log (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	id BIGINT NOT NULL,
	at_us BIGINT NOT NULL,
	user_id BIGINT,
	way TEXT NOT NULL CHECK (way IN ('password', 'badge', 'refresh', 'logout', 'timeout')),
	outcome TEXT NOT NULL,
	ip TEXT NOT NULL DEFAULT '',
	user_agent TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (company_id, id)
);
CREATE INDEX login_log_user ON login_log (company_id, user_id, at_us);

CREATE TABLE password_resets (
	company_id BIGINT NOT NULL,
	id BIGINT NOT NULL,
	user_id BIGINT NOT NULL,
	token_hash TEXT NOT NULL,
	expires_us BIGINT NOT NULL,
	used_us BIGINT,
	created_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id),
	FOREIGN KEY (company_id, user_id) REFERENCES users (company_id, id)
);
CREATE UNIQUE INDEX password_resets_token ON password_resets (token_hash);

CREATE TABLE password_requests (
	company_id BIGINT NOT NULL,
	id BIGINT NOT NULL,
	user_id BIGINT NOT NULL,
	note TEXT NOT NULL DEFAULT '',
	status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'resolved', 'refused')),
	resolved_by BIGINT,
	resolved_us BIGINT,
	version BIGINT NOT NULL DEFAULT 1,
	created_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id),
	FOREIGN KEY (company_id, user_id) REFERENCES users (company_id, id)
);
CREATE UNIQUE INDEX password_requests_open ON password_requests (company_id, user_id)
	WHERE status = 'open';
CREATE INDEX password_requests_status ON password_requests (company_id, status, created_us);

-- The columns of the first source document; an open session has no logout_time.
CREATE TABLE agent_sessions (
	company_id BIGINT NOT NULL,
	id BIGINT NOT NULL,
	agent_id BIGINT NOT NULL,
	auth_session_id BIGINT,
	login_time BIGINT NOT NULL,
	logout_time BIGINT,
	status TEXT NOT NULL DEFAULT 'available'
		CHECK (status IN ('available', 'busy', 'break', 'offline')),
	concurrent_orders BIGINT NOT NULL DEFAULT 0,
	last_activity BIGINT NOT NULL,
	workstation_id TEXT,
	created_at BIGINT NOT NULL,
	PRIMARY KEY (company_id, id),
	FOREIGN KEY (company_id, agent_id) REFERENCES agents (company_id, id)
);
CREATE INDEX agent_sessions_agent ON agent_sessions (company_id, agent_id, login_time);
CREATE INDEX agent_sessions_auth ON agent_sessions (company_id, auth_session_id);
CREATE UNIQUE INDEX agent_sessions_open ON agent_sessions (company_id, agent_id, workstation_id)
	WHERE logout_time IS NULL AND workstation_id IS NOT NULL;

CREATE TABLE agent_presence (
	company_id BIGINT NOT NULL,
	agent_id BIGINT NOT NULL,
	status TEXT NOT NULL DEFAULT 'offline' CHECK (status IN ('available', 'busy', 'away',
		'on_break', 'dnd', 'in_meeting', 'on_leave', 'offline')),
	since_us BIGINT NOT NULL,
	note TEXT,
	source TEXT NOT NULL DEFAULT 'system',
	previous_status TEXT,
	concurrent_orders BIGINT NOT NULL DEFAULT 0,
	PRIMARY KEY (company_id, agent_id),
	FOREIGN KEY (company_id, agent_id) REFERENCES agents (company_id, id)
) /*lite: WITHOUT ROWID */;

CREATE TABLE agent_presence_log (
	company_id BIGINT NOT NULL,
	id BIGINT NOT NULL,
	agent_id BIGINT NOT NULL,
	status TEXT NOT NULL,
	started_us BIGINT NOT NULL,
	ended_us BIGINT,
	PRIMARY KEY (company_id, id),
	FOREIGN KEY (company_id, agent_id) REFERENCES agents (company_id, id)
);
CREATE INDEX agent_presence_log_agent ON agent_presence_log (company_id, agent_id, started_us);

CREATE TABLE notifications (
	company_id BIGINT NOT NULL,
	id BIGINT NOT NULL,
	user_id BIGINT NOT NULL,
	type TEXT NOT NULL,
	title TEXT NOT NULL,
	body TEXT NOT NULL DEFAULT '',
	data TEXT NOT NULL DEFAULT '{}', -- what the page needs to say it in the reader's language
	subject_type TEXT,
	subject_id BIGINT,
	read_us BIGINT,
	created_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id),
	FOREIGN KEY (company_id, user_id) REFERENCES users (company_id, id)
);
CREATE INDEX notifications_user ON notifications (company_id, user_id, id);
CREATE INDEX notifications_unread ON notifications (company_id, user_id) WHERE read_us IS NULL;
