/* cfg.c - reading configuration: flags > HATIF_* > file > standard. */
/* SPDX-License-Identifier: MIT */
#include "platform/cfg/cfg.h"

#include "base/str.h"

#include <assert.h>
#include <ctype.h>

#define KEYS_MAX 64
#define ITEMS_MAX 16
#define FILE_BYTES_MAX ((size_t)64 * 1024)

enum source { FROM_DEFAULT, FROM_FILE, FROM_ENVIRONMENT, FROM_FLAG };

static const char *const source_names[] = {"default", "file", "environment", "flag"};

/* One key's values; the strongest source that spoke wins and replaces weaker ones. */
struct setting {
	enum source source;
	size_t count;
	const char *items[ITEMS_MAX];
};

/* Configuration is read once, before threads start, and never changes after. */
static struct setting settings[KEYS_MAX];
static struct arena *memory;

static ssize_t key_index(struct str name)
{
	for (size_t i = 0; i < cfg_key_count; i++)
		if (str_is(name, cfg_keys[i].name))
			return (ssize_t)i;
	return -1;
}

static const struct setting *setting_of(const char *key)
{
	ssize_t index = key_index(str_of(key));

	assert(index >= 0);
	return &settings[index];
}

static bool is_yes(const char *text)
{
	return text_is(text, "yes") || text_is(text, "true") || text_is(text, "1") ||
		text_is(text, "on");
}

static bool is_no(const char *text)
{
	return text_is(text, "no") || text_is(text, "false") || text_is(text, "0") ||
		text_is(text, "off");
}

static bool value_fits(const struct cfg_key *key, const char *value, const char **why)
{
	int64_t number;

	if (key->kind == CFG_BOOL && !is_yes(value) && !is_no(value)) {
		*why = arena_format(memory, "%s: yes or no, not \"%s\"", key->name, value);
		return false;
	}
	if (key->kind == CFG_INT &&
		(!text_int(value, &number) || number < key->min || number > key->max)) {
		*why = arena_format(memory, "%s: a whole number from %lld to %lld, not \"%s\"",
			key->name, (long long)key->min, (long long)key->max, value);
		return false;
	}
	return true;
}

static bool add_value(size_t index, enum source source, struct str text, const char **why)
{
	const struct cfg_key *key = &cfg_keys[index];
	struct setting *setting = &settings[index];
	const char *value = arena_text_n(memory, text.ptr, text.len);

	if (!value)
		value = "";
	if (source < setting->source)
		return true;
	if (!value_fits(key, value, why))
		return false;
	if (source > setting->source || key->kind != CFG_LIST)
		setting->count = 0;
	if (setting->count == ITEMS_MAX) {
		*why = arena_format(memory, "%s: given too often", key->name);
		return false;
	}
	setting->source = source;
	setting->items[setting->count++] = value;
	return true;
}

/* Where lists cannot be repeated, commas part them. */
static bool add_text(size_t index, enum source source, struct str text, const char **why)
{
	struct str rest = text;

	if (cfg_keys[index].kind != CFG_LIST)
		return add_value(index, source, text, why);
	while (rest.ptr) {
		struct str item = str_trim(str_cut(rest, ',', &rest));

		if (item.len && !add_value(index, source, item, why))
			return false;
	}
	return true;
}

static bool load_standards(const char **why)
{
	for (size_t i = 0; i < cfg_key_count; i++)
		if (cfg_keys[i].standard &&
			!add_text(i, FROM_DEFAULT, str_of(cfg_keys[i].standard), why))
			return false;
	return true;
}

static bool load_environment(const char **why)
{
	for (size_t i = 0; i < cfg_key_count; i++) {
		struct buf name = buf_in(memory, 40);
		const char *value;

		buf_text(&name, "HATIF_");
		for (const char *c = cfg_keys[i].name; *c; c++)
			buf_byte(&name, (char)(*c == '-' ? '_' : toupper((unsigned char)*c)));
		value = getenv(name.ptr);
		if (!text_empty(value) && !add_text(i, FROM_ENVIRONMENT, str_of(value), why))
			return false;
	}
	return true;
}

static bool load_line(struct str line, const char *file, int number, const char **why)
{
	struct str value;
	struct str name;
	ssize_t index;

	line = str_trim(line);
	if (!line.len || line.ptr[0] == '#')
		return true;
	name = str_trim(str_cut(line, '=', &value));
	index = key_index(name);
	if (index < 0 || !value.ptr) {
		*why = arena_format(memory, "%s:%d: \"%.*s\" is no `key = value` of `hatif config`",
			file, number, (int)name.len, name.ptr);
		return false;
	}
	return add_text((size_t)index, FROM_FILE, str_trim(value), why);
}

static bool load_file(const char *file, const char **why)
{
	FILE *stream = fopen(file, "re");
	char *text = arena_alloc(memory, FILE_BYTES_MAX + 1);
	struct str rest;
	size_t length;

	if (!stream) {
		*why = arena_format(memory, "cannot read the configuration file %s", file);
		return false;
	}
	length = fread(text, 1, FILE_BYTES_MAX + 1, stream);
	(void)fclose(stream);
	if (length > FILE_BYTES_MAX) {
		*why = arena_format(memory, "the configuration file %s is too large", file);
		return false;
	}
	rest = (struct str){text, length};
	for (int number = 1; rest.ptr; number++)
		if (!load_line(str_cut(rest, '\n', &rest), file, number, why))
			return false;
	return true;
}

/* One flag: --key value, --key=value, or --key alone for yes/no. *used counts words eaten. */
static bool load_flag(int left, char **words, int *used, const char **why)
{
	struct str value;
	struct str name = str_cut(str_of(words[0] + 2), '=', &value);
	ssize_t index = key_index(name);

	*used = 1;
	if (index < 0) {
		*why = arena_format(memory, "there is no --%.*s; `hatif help` lists what there is",
			(int)name.len, name.ptr);
		return false;
	}
	if (!value.ptr && cfg_keys[index].kind == CFG_BOOL) {
		value = STR("yes");
	} else if (!value.ptr) {
		if (left < 2) {
			*why = arena_format(memory, "--%s needs a value", cfg_keys[index].name);
			return false;
		}
		value = str_of(words[1]);
		*used = 2;
	}
	return add_value((size_t)index, FROM_FLAG, value, why);
}

bool cfg_load(int argc, char **argv, const char **rest, int *rest_count, const char **why)
{
	assert(cfg_key_count <= KEYS_MAX);
	arena_free(&memory);
	memory = arena_new(0);
	memset(settings, 0, sizeof(settings));
	*rest_count = 0;
	if (!load_standards(why) || !load_environment(why))
		return false;
	for (int i = 0; i < argc;) {
		int used = 1;

		if (argv[i][0] == '-' && argv[i][1] == '-' && argv[i][2]) {
			if (!load_flag(argc - i, argv + i, &used, why))
				return false;
		} else {
			rest[(*rest_count)++] = argv[i];
		}
		i += used;
	}
	if (cfg_text("config") && !load_file(cfg_text("config"), why))
		return false;
	return true;
}

const char *cfg_text(const char *key)
{
	const struct setting *setting = setting_of(key);

	return setting->count ? setting->items[setting->count - 1] : NULL;
}

int64_t cfg_int(const char *key)
{
	int64_t value = 0;
	bool read = text_int(cfg_text(key), &value);

	assert(read);
	return value;
}

bool cfg_bool(const char *key)
{
	return is_yes(cfg_text(key));
}

size_t cfg_count(const char *key)
{
	return setting_of(key)->count;
}

const char *cfg_item(const char *key, size_t index)
{
	const struct setting *setting = setting_of(key);

	assert(index < setting->count);
	return setting->items[index];
}

const char *cfg_source(const char *key)
{
	return source_names[setting_of(key)->source];
}
