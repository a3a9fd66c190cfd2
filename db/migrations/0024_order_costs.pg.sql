-- 0024_order_costs - what an order costs to write and to find.

-- The words as statements say them since SQLite pays for each IN (...) of an index.
DROP INDEX orders_urgent;
CREATE INDEX orders_urgent ON orders (company_id, assigned_agent_id, created_us, id)
	WHERE priority = 'high' AND status <> 'confirmed' AND status <> 'cancelled'
	AND status <> 'closed';
DROP INDEX orders_urgent_company;
CREATE INDEX orders_urgent_company ON orders (company_id, created_us, id)
	WHERE priority = 'high' AND status <> 'confirmed' AND status <> 'cancelled'
	AND status <> 'closed';
DROP INDEX orders_current;
CREATE INDEX orders_current ON orders (company_id, assigned_agent_id, product_id, id)
	WHERE status <> 'cancelled' AND status <> 'closed' AND product_id IS NOT NULL;
DROP INDEX orders_wanting;
CREATE INDEX orders_wanting ON orders (company_id, product_id, id)
	WHERE status <> 'cancelled' AND status <> 'closed' AND product_id IS NOT NULL;

-- To its end in the order that statements ask for.
DROP INDEX orders_customer;
CREATE INDEX orders_customer ON orders (company_id, customer_id, created_us, id);
-- No statement goes along it.
DROP INDEX orders_due;

DROP INDEX customers_email;
CREATE INDEX customers_email ON customers (company_id, email_key, id) WHERE email_key IS NOT NULL;

DROP INDEX ratings_order;
CREATE INDEX ratings_order ON ratings (company_id, order_id, at_us, id);
CREATE INDEX ratings_customer ON ratings (company_id, customer_id, at_us, id);

-- What is old enough to go is found by number.
DROP INDEX events_at;

-- Most orders come in by nobody who is an agent.
DROP INDEX order_status_history_agent;
CREATE INDEX order_status_history_agent
	ON order_status_history (company_id, agent_id, change_timestamp) WHERE agent_id IS NOT NULL;
