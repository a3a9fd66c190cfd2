/* agent_skill.c - what agents are good at: what is a skill, and who has which. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/agent_skill.h"

#include "domains/accounts/people_internal.h"

#include <assert.h>

#define LEVEL_MAX 5

/* The next "english:5" of the list; false at its end. */
static bool next_skill(struct str *rest, struct str *skill, int64_t *level)
{
	struct str one, digit;

	if (!rest->len)
		return false;
	one = str_cut(*rest, ',', rest);
	*skill = str_cut(one, ':', &digit);
	*level = digit.len ? digit.ptr[0] - '0' : 0;
	return true;
}

void agent_skills_write(struct json *json, const char *key, const char *packed)
{
	struct str rest = str_of(packed ? packed : ""), skill;
	int64_t level;

	json_field_open_array(json, key);
	while (next_skill(&rest, &skill, &level)) {
		json_open(json);
		json_key(json, "skill");
		json_text_n(json, skill.ptr, skill.len);
		json_field_opt_int(json, "level", (struct opt_int){level, level != 0});
		json_close(json);
	}
	json_close_array(json);
}

/* "After Sales" -> "after-sales"; NULL where that is no word of a-z, 0-9 and -. */
static const char *slug(struct arena *arena, const char *text)
{
	const size_t length = strlen(text);
	char *word;

	if (length < 1 || length > AGENT_SKILL_LENGTH_MAX)
		return NULL;
	word = arena_text_n(arena, text, length);
	for (char *at = word; *at; at++) {
		if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at - 'A' + 'a');
		else if (*at == ' ' || *at == '_')
			*at = '-';
		if (*at != '-' && !(*at >= 'a' && *at <= 'z') && !(*at >= '0' && *at <= '9'))
			return NULL;
	}
	return word[0] == '-' || word[length - 1] == '-' ? NULL : word;
}

bool agent_skills_have(struct arena *arena, const char *packed, const char *skill)
{
	struct str rest = str_of(packed ? packed : ""), one;
	const char *wanted = slug(arena, skill);
	int64_t level;

	while (wanted && next_skill(&rest, &one, &level))
		if (one.len == strlen(wanted) && memcmp(one.ptr, wanted, one.len) == 0)
			return true;
	return false;
}

static enum err read_level(struct cx *cx, const struct json_value *given, int64_t *level)
{
	*level = 0;
	if (!given || json_kind_of(given) == JSON_NULL)
		return OK;
	if (json_kind_of(given) == JSON_INT)
		*level = json_int_of(given);
	if (*level < 1 || *level > LEVEL_MAX)
		return fail(cx, ERR_INVALID, "skills", "The level of a skill is 1 to %d, or none.",
			LEVEL_MAX);
	return OK;
}

/* "english", or {"skill": "english", "level": 5}. */
static enum err read_skill(struct cx *cx, const struct json_value *given, struct agent_skill *skill)
{
	const struct json_value *word = given;

	*skill = (struct agent_skill){0};
	if (json_kind_of(given) == JSON_OBJECT) {
		word = json_get(given, "skill");
		TRY(read_level(cx, json_get(given, "level"), &skill->level));
	}
	if (word && json_kind_of(word) == JSON_TEXT)
		skill->skill = slug(cx->arena, json_text_of(word));
	if (!skill->skill)
		return fail(cx, ERR_INVALID, "skills",
			"A skill has 1 to %d of a-z, 0-9 and -, and no - at its ends.",
			AGENT_SKILL_LENGTH_MAX);
	return OK;
}

enum err agent_skills_give(struct cx *cx, int64_t agent_id, const struct json_value *given)
{
	struct agent_skill skills[AGENT_SKILLS_MAX];
	size_t count;

	if (!given)
		return OK;
	if (json_kind_of(given) != JSON_ARRAY)
		return fail(cx, ERR_INVALID, "skills", "This is not a list.");
	count = json_count(given);
	if (count > AGENT_SKILLS_MAX)
		return fail(cx, ERR_INVALID, "skills", "A list has at most %d.", AGENT_SKILLS_MAX);
	for (size_t i = 0; i < count; i++) {
		TRY(read_skill(cx, json_item(given, i), &skills[i]));
		for (size_t k = 0; k < i; k++)
			if (text_is(skills[k].skill, skills[i].skill))
				return fail(cx, ERR_INVALID, "skills",
					"The skill %s is there twice.", skills[i].skill);
	}
	return agent_skill_store(cx, agent_id, skills, count);
}

enum err agent_skills_add(struct cx *cx, int64_t agent_id, const char *packed)
{
	struct agent_skill skills[AGENT_SKILLS_MAX];
	struct str rest = str_of(packed), word;
	size_t count = 0;
	int64_t level;

	while (next_skill(&rest, &word, &level)) {
		assert(count < AGENT_SKILLS_MAX);
		skills[count++] = (struct agent_skill){
			arena_text_n(cx->arena, word.ptr, word.len), level};
	}
	return agent_skill_store(cx, agent_id, skills, count);
}
