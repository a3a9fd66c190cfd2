-- 0040_uploads - files that people send, and those still on their way.

CREATE TABLE file_stores (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	version BIGINT NOT NULL DEFAULT 1,
	quota_bytes BIGINT NOT NULL,
	retention_days BIGINT NOT NULL DEFAULT 0, -- 0: for ever
	used_bytes BIGINT NOT NULL DEFAULT 0, -- maintained, as file_count
	file_count BIGINT NOT NULL DEFAULT 0,
	updated_us BIGINT NOT NULL,
	PRIMARY KEY (company_id)
);

CREATE TABLE files (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	id BIGINT NOT NULL,
	code TEXT NOT NULL, -- random: what addresses have
	name TEXT NOT NULL, -- as people call it
	mime TEXT NOT NULL, -- by its content
	kind TEXT NOT NULL CHECK (kind IN ('image', 'audio', 'document')),
	purpose TEXT NOT NULL CHECK (purpose IN ('chat', 'avatar', 'sound')),
	size_bytes BIGINT NOT NULL,
	kept_bytes BIGINT NOT NULL, -- the small picture included; what counts against the quota
	width BIGINT NOT NULL DEFAULT 0,
	height BIGINT NOT NULL DEFAULT 0,
	duration_ms BIGINT NOT NULL DEFAULT 0,
	has_thumbnail BIGINT NOT NULL DEFAULT 0 CHECK (has_thumbnail IN (0, 1)),
	user_id BIGINT, -- who sent it: one of the two
	visitor_id BIGINT,
	place_type TEXT, -- what it belongs to; NULL: nothing yet
	place_id BIGINT,
	place_part BIGINT,
	place_order BIGINT, -- among those of the same part
	created_us BIGINT NOT NULL,
	removed_us BIGINT, -- its bytes are gone, the row says that it was there
	PRIMARY KEY (company_id, id)
);
CREATE UNIQUE INDEX files_code ON files (company_id, code);
CREATE INDEX files_place ON files (company_id, place_type, place_id, place_part, place_order)
	WHERE place_type IS NOT NULL;
CREATE INDEX files_loose ON files (created_us) WHERE place_type IS NULL;
CREATE INDEX files_waiting ON files (company_id, user_id, visitor_id) WHERE place_type IS NULL;
CREATE INDEX files_age ON files (company_id, created_us)
	WHERE place_type IS NOT NULL AND removed_us IS NULL;

CREATE TABLE uploads (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	id BIGINT NOT NULL,
	code TEXT NOT NULL,
	name TEXT NOT NULL,
	purpose TEXT NOT NULL CHECK (purpose IN ('chat', 'avatar', 'sound')),
	size_bytes BIGINT NOT NULL,
	offset_bytes BIGINT NOT NULL DEFAULT 0, -- so much is here
	pieces BIGINT NOT NULL DEFAULT 0,
	user_id BIGINT,
	visitor_id BIGINT,
	file_id BIGINT, -- once it is whole
	created_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id),
	FOREIGN KEY (company_id, file_id) REFERENCES files (company_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX uploads_code ON uploads (company_id, code);
CREATE INDEX uploads_waiting ON uploads (company_id, user_id, visitor_id) WHERE file_id IS NULL;
CREATE INDEX uploads_age ON uploads (created_us);

ALTER TABLE users ADD COLUMN avatar TEXT; -- code of a file; NULL: initials
