-- 0056_widget_trust - what the company's site vouches for is told from what a visitor types.

-- NULL: typed, or not known. Only these lead to a customer.
ALTER TABLE widget_visitors ADD COLUMN vouched_email TEXT;
ALTER TABLE widget_visitors ADD COLUMN vouched_phone TEXT;

-- Whose it was may have been read from what was typed: the next identity says it anew.
UPDATE widget_visitors SET customer_id = NULL WHERE customer_id IS NOT NULL;
