-- 0013_delivery - couriers, the parcels of orders, and what became of them on the way.

CREATE TABLE couriers (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	id BIGINT NOT NULL,
	name TEXT NOT NULL,
	name_key TEXT NOT NULL, -- folded
	short_name TEXT NOT NULL,
	adapter TEXT NOT NULL CHECK (adapter IN ('none', 'json', 'aftership', 'aramex')),
	settings TEXT NOT NULL DEFAULT '{}',   -- what is no secret
	secret_sealed TEXT,                    -- token, key or password
	second_secret_sealed TEXT,             -- AfterShip's webhook secret, Aramex's PIN
	status_map TEXT NOT NULL DEFAULT '{}', -- the courier's words to ours, over the adapter's own
	track_url TEXT,                        -- of the courier's page for customers
	callback_key TEXT NOT NULL,            -- unguessable part of the address it reports to
	is_active BIGINT NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
	poll_minutes BIGINT NOT NULL DEFAULT 0, -- 0: it is never asked
	stuck_hours BIGINT NOT NULL,            -- without news for so long, somebody looks into it
	heard_us BIGINT,   -- when it last said something
	failed_us BIGINT,  -- when it last refused to, or could not be reached
	error TEXT,        -- what it said then
	version BIGINT NOT NULL DEFAULT 1,
	created_us BIGINT NOT NULL,
	updated_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id)
);
CREATE UNIQUE INDEX couriers_name ON couriers (company_id, name_key);
CREATE UNIQUE INDEX couriers_callback ON couriers (callback_key);

CREATE TABLE deliveries (
	company_id BIGINT NOT NULL,
	id BIGINT NOT NULL,
	order_id BIGINT NOT NULL,
	courier_id BIGINT NOT NULL,
	tracking_number TEXT NOT NULL,
	tracking_key TEXT NOT NULL, -- letters and digits alone, in capitals
	status TEXT NOT NULL CHECK (status IN ('pending', 'picked_up', 'shipped', 'in_transit',
		'out_for_delivery', 'delivered', 'failed_attempt', 'returned', 'lost', 'cancelled')),
	status_since_us BIGINT NOT NULL, -- the time of the event that made it so
	ship_us BIGINT,
	estimated_us BIGINT,
	delivered_us BIGINT,
	ended_us BIGINT,      -- when it became delivered, returned, lost or cancelled
	last_event_us BIGINT,
	unknown_word TEXT,    -- the courier's last word, when no table knows it
	stuck_us BIGINT,      -- since when it counts as stuck
	stuck_due_us BIGINT,  -- when it will, unless something is heard
	poll_due_us BIGINT,   -- when the courier is asked next
	polling BIGINT NOT NULL DEFAULT 0 CHECK (polling IN (0, 1)), -- it is being asked
	version BIGINT NOT NULL DEFAULT 1,
	created_us BIGINT NOT NULL,
	updated_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id),
	FOREIGN KEY (company_id, order_id) REFERENCES orders (company_id, id),
	FOREIGN KEY (company_id, courier_id) REFERENCES couriers (company_id, id)
);
CREATE UNIQUE INDEX deliveries_tracking ON deliveries (company_id, tracking_key);
CREATE INDEX deliveries_order ON deliveries (company_id, order_id, id);
CREATE INDEX deliveries_courier ON deliveries (company_id, courier_id);
CREATE INDEX deliveries_open ON deliveries (company_id, id) WHERE ended_us IS NULL;
CREATE INDEX deliveries_ended ON deliveries (company_id, ended_us) WHERE ended_us IS NOT NULL;
CREATE INDEX deliveries_unknown ON deliveries (company_id, courier_id)
	WHERE unknown_word IS NOT NULL;
CREATE INDEX deliveries_stuck_due ON deliveries (stuck_due_us) WHERE stuck_due_us IS NOT NULL;
CREATE INDEX deliveries_poll_due ON deliveries (poll_due_us) WHERE poll_due_us IS NOT NULL;
CREATE INDEX deliveries_polling ON deliveries (company_id, courier_id) WHERE polling = 1;

-- What happened to a parcel; append-only.
CREATE TABLE tracking_events (
	company_id BIGINT NOT NULL,
	id BIGINT NOT NULL,
	delivery_id BIGINT NOT NULL,
	at_us BIGINT NOT NULL,
	status TEXT,              -- ours, or NULL when it says nothing we know
	word TEXT,                -- the courier's own word of status
	description TEXT NOT NULL DEFAULT '',
	location TEXT NOT NULL DEFAULT '',
	source TEXT NOT NULL CHECK (source IN ('webhook', 'poll', 'manual')),
	user_id BIGINT,
	user_name TEXT,
	event_key TEXT NOT NULL,  -- the courier's id of it, or a hash: the same comes once
	raw TEXT,                 -- as the courier said it, cut at 2000 bytes
	created_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id),
	FOREIGN KEY (company_id, delivery_id) REFERENCES deliveries (company_id, id)
);
CREATE UNIQUE INDEX tracking_events_key ON tracking_events (company_id, delivery_id, event_key);
CREATE INDEX tracking_events_of ON tracking_events (company_id, delivery_id, at_us, id);
