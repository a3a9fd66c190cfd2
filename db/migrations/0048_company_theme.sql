-- 0048_company_theme - what the app looks like to whoever has not chosen (S1-UI-05).

ALTER TABLE companies ADD COLUMN theme TEXT NOT NULL DEFAULT 'system'
	CHECK (theme IN ('system', 'light', 'dark'));
