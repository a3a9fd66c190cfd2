-- 0022_temporary_passwords - a password that somebody else gave works for a while only.

ALTER TABLE companies ADD COLUMN temporary_password_hours BIGINT NOT NULL DEFAULT 72;

-- Until when a login takes it; NULL = as long as it is kept: one's own.
ALTER TABLE users ADD COLUMN password_until_us BIGINT;

-- Those that were given before: from now on.
UPDATE users SET password_until_us =
	/*lite: CAST(strftime('%s', 'now') AS INTEGER) */
	/*pg: CAST(extract(epoch FROM now()) AS BIGINT) */
	* 1000000 + 72 * 3600000000
	WHERE must_change_password = 1;
