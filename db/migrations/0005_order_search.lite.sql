-- 0005_order_search - full text over orders. rowid = company_id << 40 | order id, so that
-- newest first is the index's own order and a company is one range of it.
CREATE VIRTUAL TABLE order_search USING fts5 (body, detail = none, columnsize = 0, prefix = '2 3');
