-- 0007_outbox - effects of every kind: what they belong to, and a key of their own to send.
--
-- A message that waits is carried by the outbox itself; the jobs that did it are gone.

/*lite:
CREATE TABLE outbox_new (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	id BIGINT NOT NULL,
	kind TEXT NOT NULL,
	effect_key TEXT NOT NULL, -- what the effect is: unique, so that asking twice adds nothing
	send_key TEXT NOT NULL, -- what the other side is told, stable over retries
	subject_id BIGINT NOT NULL DEFAULT 0,
	payload TEXT NOT NULL,
	state TEXT NOT NULL DEFAULT 'waiting'
		CHECK (state IN ('waiting', 'running', 'done', 'failed')),
	attempts BIGINT NOT NULL DEFAULT 0,
	run_at_us BIGINT NOT NULL,
	lease_until_us BIGINT,
	lease_owner TEXT, -- another for each claim
	error TEXT,
	created_us BIGINT NOT NULL,
	updated_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id)
);
INSERT INTO outbox_new (company_id, id, kind, effect_key, send_key, payload, state, attempts,
	run_at_us, lease_until_us, lease_owner, error, created_us, updated_us)
SELECT company_id, id, kind, effect_key, effect_key, payload, state, attempts,
	run_at_us, lease_until_us, lease_owner, error, created_us, updated_us FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_new RENAME TO outbox;
CREATE UNIQUE INDEX outbox_effect ON outbox (company_id, kind, effect_key);
CREATE INDEX outbox_due ON outbox (state, run_at_us);
*/
/*pg:
ALTER TABLE outbox DROP CONSTRAINT outbox_kind_check;
ALTER TABLE outbox ADD COLUMN send_key TEXT;
UPDATE outbox SET send_key = effect_key;
ALTER TABLE outbox ALTER COLUMN send_key SET NOT NULL;
ALTER TABLE outbox ADD COLUMN subject_id BIGINT NOT NULL DEFAULT 0;
*/
CREATE INDEX outbox_queue ON outbox (company_id, kind, state, run_at_us);

DELETE FROM jobs WHERE kind = 'mail.send';
DELETE FROM periodic_jobs WHERE kind = 'mail.sweep';
