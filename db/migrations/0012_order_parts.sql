-- 0012_order_parts - what belongs to an order, and products of a name, in the order they are read in.

DROP INDEX callbacks_order;
CREATE INDEX callbacks_order ON callbacks (company_id, order_id, due_us, id);
DROP INDEX follow_ups_order;
CREATE INDEX follow_ups_order ON follow_ups (company_id, order_id, due_us, id);
DROP INDEX communications_order;
CREATE INDEX communications_order ON communications (company_id, order_id, at_us, id);
DROP INDEX products_name;
CREATE INDEX products_name ON products (company_id, name_fold, id);
