-- 0051_chat_tag_names - tags of chats have a name in either language.

ALTER TABLE chat_tags ADD COLUMN name_ar TEXT NOT NULL DEFAULT ''; -- '': as the name

UPDATE chat_tags SET name_ar = CASE code WHEN 'resolved' THEN 'تم الحل'
	WHEN 'escalated' THEN 'تم التصعيد' ELSE 'رسائل مزعجة' END
WHERE (code = 'resolved' AND name = 'Resolved') OR (code = 'escalated' AND name = 'Escalated')
	OR (code = 'spam' AND name = 'Spam');
