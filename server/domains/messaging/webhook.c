/* webhook.c - what providers report: forms, and whether they are really from them. */
/* SPDX-License-Identifier: MIT */
#include "domains/messaging/messaging_internal.h"

#include "platform/crypto/crypto.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define FIELDS_MAX 100

/* ---- Forms (application/x-www-form-urlencoded) ------------------------------------------ */

char *form_escape(struct arena *arena, const char *text)
{
	static const char hex[] = "0123456789ABCDEF";
	struct buf out = buf_in(arena, strlen(text) * 3 + 1);

	for (const unsigned char *at = (const unsigned char *)text; *at; at++) {
		if (isalnum(*at) || strchr("-._~", *at)) {
			buf_byte(&out, (char)*at);
			continue;
		}
		buf_byte(&out, '%');
		buf_byte(&out, hex[*at >> 4]);
		buf_byte(&out, hex[*at & 15]);
	}
	return out.ptr;
}

static int hex_digit(char byte)
{
	if (byte >= '0' && byte <= '9')
		return byte - '0';
	if (byte >= 'a' && byte <= 'f')
		return byte - 'a' + 10;
	return byte >= 'A' && byte <= 'F' ? byte - 'A' + 10 : -1;
}

static const char *unescape(struct arena *arena, struct str text)
{
	struct buf out = buf_in(arena, text.len + 1);

	for (size_t i = 0; i < text.len; i++) {
		const char byte = text.ptr[i];

		if (byte == '%' && text.len - i > 2 && hex_digit(text.ptr[i + 1]) >= 0 &&
			hex_digit(text.ptr[i + 2]) >= 0) {
			buf_byte(&out,
				(char)(hex_digit(text.ptr[i + 1]) << 4 |
					hex_digit(text.ptr[i + 2])));
			i += 2;
		} else {
			buf_byte(&out, (char)(byte == '+' ? ' ' : byte));
		}
	}
	return out.ptr;
}

struct form_field {
	const char *name, *value;
};

static size_t form_read(struct arena *arena, struct str form, struct form_field fields[FIELDS_MAX])
{
	size_t count = 0;

	while (form.ptr && form.len && count < FIELDS_MAX) {
		struct str value;
		const struct str pair = str_cut(form, '&', &form);
		const struct str name = str_cut(pair, '=', &value);

		fields[count].name = unescape(arena, name);
		fields[count].value = value.ptr ? unescape(arena, value) : "";
		count++;
	}
	return count;
}

const char *webhook_form_field(struct arena *arena, struct str form, const char *name)
{
	struct form_field fields[FIELDS_MAX];
	const size_t count = form_read(arena, form, fields);

	for (size_t i = 0; i < count; i++)
		if (text_is(fields[i].name, name))
			return fields[i].value;
	return NULL;
}

/* ---- Signatures ---------------------------------------------------------------------------- */

const char *webhook_secret(struct arena *arena, const struct provider *provider)
{
	if (provider->kind == PROVIDER_TWILIO)
		return NULL;
	return auth_hash(arena, "message-callback", str_of(provider->callback_key));
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct form_field *)a)->name, ((const struct form_field *)b)->name);
}

bool webhook_twilio_signed(struct arena *arena, const char *token, const char *url, struct str form,
	const char *signature)
{
	struct form_field fields[FIELDS_MAX];
	const size_t count = form_read(arena, form, fields);
	struct buf text = buf_in(arena, strlen(url) + form.len + 1);
	unsigned char wanted[SHA1_BYTES];
	const unsigned char *given;
	size_t length;

	if (text_empty(token) || text_empty(signature) ||
		!crypto_from_base64(arena, str_of(signature), &given, &length))
		return false;
	qsort(fields, count, sizeof(fields[0]), by_name);
	buf_text(&text, url);
	for (size_t i = 0; i < count; i++) {
		buf_text(&text, fields[i].name);
		buf_text(&text, fields[i].value);
	}
	crypto_hmac_sha1(str_of(token), (struct str){text.ptr, text.len}, wanted);
	return crypto_same((struct str){(const char *)given, length},
		(struct str){(const char *)wanted, sizeof(wanted)});
}
