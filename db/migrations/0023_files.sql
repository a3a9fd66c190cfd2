-- 0023_files - files that jobs read and make, where every program on the database finds them.

-- PostgreSQL only; with SQLite files lie in the spool folder. A file is whole: its pieces are
-- numbered from 0 and written in one transaction.
CREATE TABLE file_pieces (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	name TEXT NOT NULL,
	piece BIGINT NOT NULL,
	is_last BIGINT NOT NULL CHECK (is_last IN (0, 1)),
	bytes /*lite: BLOB */ /*pg: BYTEA */ NOT NULL,
	PRIMARY KEY (company_id, name, piece)
);

-- A name is within the spool folder; what stood before it was one machine's business.
UPDATE order_imports SET stored_file =
	REPLACE(stored_file, RTRIM(stored_file, REPLACE(stored_file, '/', '')), '')
WHERE stored_file LIKE '%/%';
UPDATE stock_imports SET stored_file =
	REPLACE(stored_file, RTRIM(stored_file, REPLACE(stored_file, '/', '')), '')
WHERE stored_file LIKE '%/%';
UPDATE report_exports SET stored_file =
	REPLACE(stored_file, RTRIM(stored_file, REPLACE(stored_file, '/', '')), '')
WHERE stored_file LIKE '%/%';

ALTER TABLE report_exports DROP COLUMN node;
