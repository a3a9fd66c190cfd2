-- 0016_administration - keys for programs, webhooks, announcements, and an audit log that only grows.

CREATE TABLE api_keys (
	company_id BIGINT NOT NULL,
	id BIGINT NOT NULL,
	name TEXT NOT NULL,
	key_hash TEXT NOT NULL, -- keyed; the key itself is shown once
	hint TEXT NOT NULL,     -- its last letters, to tell keys apart
	permissions TEXT NOT NULL, -- names, comma-separated
	created_by BIGINT NOT NULL, -- it never may more than this user may now
	created_us BIGINT NOT NULL,
	expires_us BIGINT,
	last_used_us BIGINT,
	last_ip TEXT,
	revoked_us BIGINT,
	revoked_by BIGINT,
	PRIMARY KEY (company_id, id),
	FOREIGN KEY (company_id, created_by) REFERENCES users (company_id, id)
);
CREATE UNIQUE INDEX api_keys_hash ON api_keys (key_hash);

CREATE TABLE webhooks (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	id BIGINT NOT NULL,
	name TEXT NOT NULL,
	url TEXT NOT NULL,
	event_types TEXT NOT NULL, -- names, comma-separated; * for all
	secret_sealed TEXT NOT NULL,
	old_secret_sealed TEXT, -- signs beside the new one until then
	old_until_us BIGINT,
	is_active BIGINT NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
	seen_seq BIGINT NOT NULL, -- events up to this number have become deliveries
	ok_us BIGINT,
	failed_us BIGINT,
	failing_since_us BIGINT, -- nothing was taken since
	error TEXT,
	disabled_us BIGINT, -- switched off by itself
	created_by BIGINT NOT NULL,
	version BIGINT NOT NULL DEFAULT 1,
	created_us BIGINT NOT NULL,
	updated_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id)
);
CREATE INDEX webhooks_active ON webhooks (company_id) WHERE is_active = 1;

CREATE TABLE webhook_deliveries (
	company_id BIGINT NOT NULL,
	id BIGINT NOT NULL,
	webhook_id BIGINT NOT NULL,
	message_id TEXT NOT NULL, -- what the receiver knows it by, whenever it is sent
	seq BIGINT,               -- of the event; none for a test
	type TEXT NOT NULL,
	payload TEXT NOT NULL,
	status TEXT NOT NULL DEFAULT 'waiting'
		CHECK (status IN ('waiting', 'delivered', 'failed', 'dropped')),
	attempts BIGINT NOT NULL DEFAULT 0,
	rounds BIGINT NOT NULL DEFAULT 1, -- first sending and replays
	response_status BIGINT,
	took_us BIGINT,
	answer TEXT,
	error TEXT,
	attempted_us BIGINT,
	delivered_us BIGINT,
	created_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id),
	FOREIGN KEY (company_id, webhook_id) REFERENCES webhooks (company_id, id)
);
CREATE INDEX webhook_deliveries_log ON webhook_deliveries (company_id, webhook_id, id);
CREATE UNIQUE INDEX webhook_deliveries_seq ON webhook_deliveries (company_id, webhook_id, seq)
	WHERE seq IS NOT NULL;
CREATE INDEX webhook_deliveries_age ON webhook_deliveries (created_us);

CREATE TABLE announcements (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	id BIGINT NOT NULL,
	title TEXT NOT NULL,
	body TEXT NOT NULL DEFAULT '',
	priority TEXT NOT NULL DEFAULT 'normal' CHECK (priority IN ('normal', 'high')),
	audience TEXT NOT NULL CHECK (audience IN ('all', 'team', 'department', 'role')),
	audience_id BIGINT, -- team, department or role
	starts_us BIGINT NOT NULL,
	ends_us BIGINT,
	created_by BIGINT,
	version BIGINT NOT NULL DEFAULT 1,
	created_us BIGINT NOT NULL,
	updated_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id),
	CHECK ((audience = 'all') = (audience_id IS NULL))
);
CREATE INDEX announcements_starts ON announcements (company_id, starts_us);

CREATE TABLE announcement_reads (
	company_id BIGINT NOT NULL,
	announcement_id BIGINT NOT NULL,
	user_id BIGINT NOT NULL,
	at_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, announcement_id, user_id),
	FOREIGN KEY (company_id, announcement_id) REFERENCES announcements (company_id, id),
	FOREIGN KEY (company_id, user_id) REFERENCES users (company_id, id)
) /*lite: WITHOUT ROWID */;

ALTER TABLE audit_log ADD COLUMN api_key_id BIGINT; -- a program did it
CREATE INDEX audit_log_user ON audit_log (company_id, user_id, id);

-- Not even a faulty or a stolen program rewrites what was done (IMP-NFR-03).
/*lite:
CREATE TRIGGER audit_log_no_update BEFORE UPDATE ON audit_log
BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;
CREATE TRIGGER audit_log_no_delete BEFORE DELETE ON audit_log
BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;
*/
/*pg:
CREATE FUNCTION audit_log_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'the audit log only grows';
END
$$;
CREATE TRIGGER audit_log_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
	FOR EACH STATEMENT EXECUTE FUNCTION audit_log_refuse();
*/
