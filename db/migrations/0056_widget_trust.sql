-- 0056_widget_trust - what the company's site vouches for is told from what a visitor types.

-- NULL: typed, or not known. Only these lead to a customer.
ALTER TABLE widget_visitors ADD COLUMN vouched_email TEXT;
ALTER TABLE widget_visitors ADD COLUMN vouched_phone TEXT;

-- Whose it was may have been read from what was typed: the next identity says it anew.
UPDATE widget_visitors SET customer_id = NULL WHERE customer_id IS NOT NULL;

-- Tokens end: a month after the last visit, or a week where the site vouches for who it is.
ALTER TABLE widget_tokens ADD COLUMN until_us BIGINT NOT NULL DEFAULT 0;
UPDATE widget_tokens SET until_us = (SELECT v.seen_us + CASE WHEN v.external_id IS NULL
	THEN 2592000000000 ELSE 604800000000 END FROM widget_visitors v
	WHERE v.company_id = widget_tokens.company_id AND v.id = widget_tokens.visitor_id);
CREATE INDEX widget_tokens_until ON widget_tokens (until_us);

-- Who came and never wrote is found without a look at everybody who did.
ALTER TABLE widget_visitors ADD COLUMN has_chat BIGINT NOT NULL DEFAULT 0;
UPDATE widget_visitors SET has_chat = 1 WHERE EXISTS (SELECT 1 FROM chats c
	WHERE c.company_id = widget_visitors.company_id AND c.visitor_id = widget_visitors.id);
DROP INDEX widget_visitors_seen;
CREATE INDEX widget_visitors_silent ON widget_visitors (seen_us)
	WHERE has_chat = 0 AND is_online = 0;
