-- 0037_agent_skills - what agents are good at, in words of the company's own.

CREATE TABLE agent_skills (
	company_id BIGINT NOT NULL,
	agent_id BIGINT NOT NULL,
	skill TEXT NOT NULL, -- lower case: a-z, 0-9 and -
	level BIGINT CHECK (level BETWEEN 1 AND 5), -- NULL: none was given
	PRIMARY KEY (company_id, agent_id, skill),
	FOREIGN KEY (company_id, agent_id) REFERENCES agents (company_id, id) ON DELETE CASCADE
) /*lite: WITHOUT ROWID */;
CREATE INDEX agent_skills_skill ON agent_skills (company_id, skill);
