-- 0050_push_apps - what clients of Pusher's protocol (Laravel Echo) know a company by.

CREATE TABLE push_apps (
	company_id BIGINT NOT NULL PRIMARY KEY REFERENCES companies (id),
	key TEXT NOT NULL, -- public: it stands in the address of the line
	secret_sealed TEXT NOT NULL, -- signs who may listen, and what programs publish
	secret_us BIGINT NOT NULL,
	enabled BIGINT NOT NULL CHECK (enabled IN (0, 1)),
	client_events BIGINT NOT NULL CHECK (client_events IN (0, 1)),
	server_events BIGINT NOT NULL CHECK (server_events IN (0, 1)),
	version BIGINT NOT NULL DEFAULT 1,
	updated_us BIGINT NOT NULL
);
CREATE UNIQUE INDEX push_apps_key ON push_apps (key);
