-- 0036_business_hours - when a company is there, and policies that go by it.

ALTER TABLE companies ADD COLUMN business_hours TEXT; -- as sla_policies.hours; NULL: all hours
ALTER TABLE companies ADD COLUMN closed_days TEXT NOT NULL DEFAULT '[]'; -- JSON: date and name
ALTER TABLE sla_policies ADD COLUMN company_hours BIGINT NOT NULL DEFAULT 0
	CHECK (company_hours IN (0, 1)); -- then hours says nothing
ALTER TABLE call_policies ADD COLUMN company_hours BIGINT NOT NULL DEFAULT 0
	CHECK (company_hours IN (0, 1)); -- then the days and hours of callbacks say nothing
