-- 0005_order_search - full text over orders; words are folded by the program, so 'simple' fits.
CREATE TABLE order_search (
	company_id BIGINT NOT NULL,
	order_id BIGINT NOT NULL,
	body TSVECTOR NOT NULL,
	PRIMARY KEY (company_id, order_id)
);
CREATE INDEX order_search_body ON order_search USING gin (body);
