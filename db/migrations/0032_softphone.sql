-- 0032_softphone - the phone in the browser: where the PBX takes it, and whose account it uses.

CREATE TABLE softphone_settings (
	company_id BIGINT NOT NULL PRIMARY KEY REFERENCES companies (id),
	ws_url TEXT NOT NULL, -- wss://, of the PBX
	domain TEXT NOT NULL, -- behind the @ of SIP addresses
	ice_sealed TEXT,      -- list of STUN and TURN servers with their passwords; NULL: none
	is_active BIGINT NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
	version BIGINT NOT NULL DEFAULT 1,
	updated_us BIGINT NOT NULL
);

CREATE TABLE extension_sip (
	company_id BIGINT NOT NULL,
	extension_id BIGINT NOT NULL,
	sip_user TEXT NOT NULL,
	secret_sealed TEXT NOT NULL,
	version BIGINT NOT NULL DEFAULT 1,
	updated_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, extension_id),
	FOREIGN KEY (company_id, extension_id) REFERENCES extensions (company_id, id)
		ON DELETE CASCADE
);
