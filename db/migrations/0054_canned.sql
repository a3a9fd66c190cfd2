-- 0054_canned - ready-made responses: one's own, a team's, the company's (S1-CAN).

CREATE TABLE canned_responses (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	id BIGINT NOT NULL,
	version BIGINT NOT NULL DEFAULT 1,
	scope TEXT NOT NULL CHECK (scope IN ('personal', 'team', 'company')),
	owner_user_id BIGINT, -- of a personal one
	team_id BIGINT,       -- of a team's
	holder TEXT NOT NULL, -- of the last three: 'u12', 't3', 'c'; shortcuts of one holder differ
	title TEXT NOT NULL,
	title_key TEXT NOT NULL, -- folded, as the next but one and search_text
	shortcut TEXT,
	shortcut_key TEXT,
	body_en TEXT,
	body_ar TEXT,
	category TEXT NOT NULL DEFAULT '',
	category_key TEXT NOT NULL DEFAULT '',
	tags TEXT NOT NULL DEFAULT '', -- ",refund,vip,"
	search_text TEXT NOT NULL, -- shortcut, title, category, tags, both bodies
	use_count BIGINT NOT NULL DEFAULT 0, -- raised without the version: nobody edits it
	used_us BIGINT,
	created_us BIGINT NOT NULL,
	updated_us BIGINT NOT NULL,
	updated_by BIGINT,
	removed_us BIGINT, -- it can be brought back for a while
	PRIMARY KEY (company_id, id),
	CHECK (body_en IS NOT NULL OR body_ar IS NOT NULL),
	FOREIGN KEY (company_id, owner_user_id) REFERENCES users (company_id, id) ON DELETE CASCADE,
	FOREIGN KEY (company_id, team_id) REFERENCES teams (company_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX canned_responses_shortcut ON canned_responses (company_id, holder, shortcut_key)
	WHERE removed_us IS NULL AND shortcut_key IS NOT NULL;
CREATE INDEX canned_responses_holder ON canned_responses (company_id, holder, title_key);
