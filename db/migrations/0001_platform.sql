-- 0001_platform - what every domain stands on: companies, counters, events, jobs, settings.
--
-- One text for both engines. A comment that begins with lite: or pg: is code
-- for that engine alone (tools/embed.py). Times are UTC microseconds (_us),
-- days are days since 1970-01-01 (_day), yes/no is 0 or 1.

CREATE TABLE companies (
	id BIGINT NOT NULL PRIMARY KEY,
	company_id BIGINT GENERATED ALWAYS AS (id) STORED,
	code TEXT NOT NULL,
	name TEXT NOT NULL,
	domain TEXT,
	status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'suspended')),
	time_zone TEXT NOT NULL DEFAULT 'Asia/Dubai',
	currency TEXT NOT NULL DEFAULT 'AED',
	default_country TEXT NOT NULL DEFAULT 'AE',
	language TEXT NOT NULL DEFAULT 'en' CHECK (language IN ('en', 'ar')),
	password_recovery TEXT NOT NULL DEFAULT 'both'
		CHECK (password_recovery IN ('it_support', 'email', 'both')),
	badge_login BIGINT NOT NULL DEFAULT 1 CHECK (badge_login IN (0, 1)),
	it_support_ext TEXT NOT NULL DEFAULT '2200',
	help_desk_ext TEXT NOT NULL DEFAULT '2100',
	logo_svg TEXT, -- a logo the company's admin uploaded; served under a sandbox policy
	idle_timeout_s BIGINT NOT NULL DEFAULT 1800,
	settings TEXT NOT NULL DEFAULT '{}',
	version BIGINT NOT NULL DEFAULT 1,
	created_us BIGINT NOT NULL,
	updated_us BIGINT NOT NULL
);
CREATE UNIQUE INDEX companies_code ON companies (code);
CREATE UNIQUE INDEX companies_domain ON companies (domain) WHERE domain IS NOT NULL;

-- Ids come from here, so that they say nothing about other companies.
CREATE TABLE company_counters (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	kind TEXT NOT NULL,
	last BIGINT NOT NULL,
	PRIMARY KEY (company_id, kind)
) /*lite: WITHOUT ROWID */;

-- The last row that a transaction locks: sequence order is commit order.
CREATE TABLE company_sequences (
	company_id BIGINT NOT NULL PRIMARY KEY REFERENCES companies (id),
	event_seq BIGINT NOT NULL DEFAULT 0,
	oldest_seq BIGINT NOT NULL DEFAULT 1 -- first that a replay can begin with
) /*lite: WITHOUT ROWID */;

CREATE TABLE events (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	seq BIGINT NOT NULL,
	at_us BIGINT NOT NULL,
	type TEXT NOT NULL,
	subject_type TEXT NOT NULL,
	subject_id BIGINT NOT NULL,
	permission TEXT NOT NULL,
	audience_flags BIGINT NOT NULL DEFAULT 0, -- 1 pool, 2 everyone
	user_id BIGINT,
	agent_id BIGINT,
	other_agent_id BIGINT,
	team_id BIGINT,
	other_team_id BIGINT,
	department_id BIGINT,
	data TEXT NOT NULL,
	PRIMARY KEY (company_id, seq)
) /*lite: WITHOUT ROWID */;
CREATE INDEX events_at ON events (company_id, at_us);

CREATE TABLE jobs (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	id BIGINT NOT NULL,
	kind TEXT NOT NULL,
	job_key TEXT,
	subject_id BIGINT NOT NULL DEFAULT 0,
	payload TEXT NOT NULL DEFAULT '{}',
	run_at_us BIGINT NOT NULL,
	attempts BIGINT NOT NULL DEFAULT 0,
	state TEXT NOT NULL DEFAULT 'waiting'
		CHECK (state IN ('waiting', 'running', 'done', 'failed')),
	lease_until_us BIGINT,
	lease_owner TEXT,
	error TEXT,
	created_us BIGINT NOT NULL,
	updated_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id)
);
CREATE UNIQUE INDEX jobs_key ON jobs (company_id, kind, job_key)
	WHERE state = 'waiting' AND job_key IS NOT NULL;
CREATE INDEX jobs_due ON jobs (state, run_at_us);

-- Periodic work of the whole installation; one row a kind, so that one node runs it at a time.
CREATE TABLE periodic_jobs (
	kind TEXT NOT NULL PRIMARY KEY,
	next_run_us BIGINT NOT NULL,
	lease_until_us BIGINT,
	lease_owner TEXT,
	last_run_us BIGINT,
	last_error TEXT
);

-- Effects outside this program: carried out once after the commit that wrote them.
CREATE TABLE outbox (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	id BIGINT NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('mail')),
	effect_key TEXT NOT NULL, -- stable over retries: Message-ID
	payload TEXT NOT NULL,
	state TEXT NOT NULL DEFAULT 'waiting'
		CHECK (state IN ('waiting', 'running', 'done', 'failed')),
	attempts BIGINT NOT NULL DEFAULT 0,
	run_at_us BIGINT NOT NULL,
	lease_until_us BIGINT,
	lease_owner TEXT,
	error TEXT,
	created_us BIGINT NOT NULL,
	updated_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id)
);
CREATE UNIQUE INDEX outbox_effect ON outbox (company_id, kind, effect_key);
CREATE INDEX outbox_due ON outbox (state, run_at_us);

CREATE TABLE idempotency_keys (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	user_id BIGINT NOT NULL,
	idempotency_key TEXT NOT NULL,
	route TEXT NOT NULL,
	body_hash TEXT NOT NULL,
	status BIGINT NOT NULL,
	reply TEXT NOT NULL,
	created_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, user_id, idempotency_key)
) /*lite: WITHOUT ROWID */;
CREATE INDEX idempotency_keys_at ON idempotency_keys (company_id, created_us);

-- Of the installation, not of a company: signing keys (sealed), setup state.
CREATE TABLE installation (
	name TEXT NOT NULL PRIMARY KEY,
	value TEXT NOT NULL,
	updated_us BIGINT NOT NULL
);

-- Append-only: who did what (IMP-NFR-03).
CREATE TABLE audit_log (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	id BIGINT NOT NULL,
	at_us BIGINT NOT NULL,
	user_id BIGINT,
	action TEXT NOT NULL,
	subject_type TEXT,
	subject_id BIGINT,
	detail TEXT NOT NULL DEFAULT '{}',
	ip TEXT,
	request_id TEXT,
	PRIMARY KEY (company_id, id)
);
CREATE INDEX audit_log_at ON audit_log (company_id, at_us);
CREATE INDEX audit_log_subject ON audit_log (company_id, subject_type, subject_id);
