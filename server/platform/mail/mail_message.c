/* mail_message.c - a message as RFC 5322 text; nothing a user typed becomes a header. */
/* SPDX-License-Identifier: MIT */
#include "platform/mail/mail_internal.h"

#include "base/time.h"
#include "base/utf8.h"
#include "platform/crypto/crypto.h"

#define ADDRESS_BYTES_MAX 254
#define SUBJECT_BYTES_MAX 400
#define BODY_BYTES_MAX ((size_t)256 * 1024)
#define WORD_BYTES 42 /* of text in one encoded word: base64 and its frame stay below 76 */
#define LINE_BYTES 57 /* of body in one line of 76 letters */
#define PLAIN_SUBJECT_MAX 60

/* ---- Checks ------------------------------------------------------------------ */

static bool has_control(const char *text, bool lines_ok)
{
	for (const unsigned char *at = (const unsigned char *)text; *at; at++)
		if (*at == 127 ||
			(*at < 32 && !(lines_ok && (*at == '\n' || *at == '\r' || *at == '\t'))))
			return true;
	return false;
}

/* local@domain of plain ASCII: nothing that means something in a header or to SMTP. */
static bool plain_address(const char *text)
{
	static const char odd[] = " <>()[],;:\\\"";
	const char *at = strchr(text, '@');

	if (!at || at == text || !at[1] || strchr(at + 1, '@') || strlen(text) > ADDRESS_BYTES_MAX)
		return false;
	for (const unsigned char *c = (const unsigned char *)text; *c; c++)
		if (*c <= 32 || *c >= 127 || strchr(odd, *c))
			return false;
	return true;
}

enum err mail_check(struct cx *cx, const char *to, const char *subject, const char *body)
{
	if (text_empty(to) || !plain_address(to))
		return fail(cx, ERR_INVALID, "to", "This is not one plain e-mail address.");
	if (text_empty(subject) || strlen(subject) > SUBJECT_BYTES_MAX ||
		!utf8_valid(subject, strlen(subject)) || has_control(subject, false))
		return fail(cx, ERR_INVALID, "subject", "This is not one line of text.");
	if (!body || strlen(body) > BODY_BYTES_MAX || !utf8_valid(body, strlen(body)) ||
		has_control(body, true))
		return fail(cx, ERR_INVALID, "body", "This is not text.");
	return OK;
}

bool mail_address(struct arena *arena, const char *text, const char **address, const char **name)
{
	const char *open = text ? strrchr(text, '<') : NULL;
	struct str before;
	size_t length;

	*name = NULL;
	*address = text;
	if (!text || has_control(text, false))
		return false;
	if (!open)
		return plain_address(text);
	length = strlen(open);
	if (open[length - 1] != '>')
		return false;
	*address = arena_text_n(arena, open + 1, length - 2);
	before = str_trim((struct str){text, (size_t)(open - text)});
	if (before.len >= 2 && before.ptr[0] == '"' && before.ptr[before.len - 1] == '"')
		before = (struct str){before.ptr + 1, before.len - 2};
	if (before.len)
		*name = arena_text_n(arena, before.ptr, before.len);
	return plain_address(*address) && (!*name || utf8_valid(*name, strlen(*name)));
}

/* ---- Writing ------------------------------------------------------------------ */

static bool is_plain(const char *text)
{
	for (const unsigned char *at = (const unsigned char *)text; *at; at++)
		if (*at < 32 || *at > 126)
			return false;
	return strlen(text) <= PLAIN_SUBJECT_MAX && !strstr(text, "=?");
}

/* RFC 2047: as many encoded words as needed, each whole letters, one a line. */
static void put_words(struct buf *out, const char *text)
{
	const char *separator = "";

	while (*text) {
		size_t length = utf8_prefix(text, WORD_BYTES);

		buf_format(out, "%s=?UTF-8?B?%s?=", separator,
			crypto_base64(out->arena, (const unsigned char *)text, length));
		text += length;
		separator = "\r\n ";
	}
}

static void put_text_header(struct buf *out, const char *name, const char *text)
{
	buf_format(out, "%s: ", name);
	if (is_plain(text))
		buf_text(out, text);
	else
		put_words(out, text);
	buf_text(out, "\r\n");
}

static void put_from(struct buf *out, const char *from)
{
	const char *address, *name;

	if (!mail_address(out->arena, from, &address, &name))
		address = from;
	buf_text(out, "From: ");
	if (name) {
		put_words(out, name);
		buf_text(out, " ");
	}
	buf_format(out, "<%s>\r\n", address);
}

static void put_date(struct buf *out, int64_t us)
{
	static const char *const days[] = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
	static const char *const months[] = {
		"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	const struct civil at = civil_of_us(us);
	int64_t day = days_of_civil(at.year, at.month, at.day) % 7;

	buf_format(out, "Date: %s, %d %s %d %02d:%02d:%02d +0000\r\n", days[(day + 7) % 7], at.day,
		months[at.month - 1], at.year, at.hour, at.minute, at.second);
}

/* Lines end in CRLF before they are encoded (RFC 2046). */
static struct str canonical(struct arena *arena, const char *body)
{
	struct buf out = buf_in(arena, strlen(body) + strlen(body) / 16 + 16);

	for (; *body; body++) {
		if (*body == '\r' && body[1] == '\n')
			continue;
		if (*body == '\n' || *body == '\r')
			buf_text(&out, "\r\n");
		else
			buf_byte(&out, *body);
	}
	return (struct str){out.ptr, out.len};
}

static void put_body(struct buf *out, const char *body)
{
	struct str text = canonical(out->arena, body);

	while (text.len) {
		size_t step = text.len < LINE_BYTES ? text.len : LINE_BYTES;

		buf_text(out, crypto_base64(out->arena, (const unsigned char *)text.ptr, step));
		buf_text(out, "\r\n");
		text.ptr += step;
		text.len -= step;
	}
}

struct str mail_write(struct arena *arena, const struct mail_message *message)
{
	struct buf out = buf_in(arena, 1024 + strlen(message->body) * 3 / 2);

	put_date(&out, message->date_us);
	put_from(&out, message->from);
	buf_format(&out, "To: <%s>\r\n", message->to);
	put_text_header(&out, "Subject", message->subject);
	buf_format(&out, "Message-ID: <%s>\r\n", message->id);
	buf_text(&out,
		"MIME-Version: 1.0\r\n"
		"Content-Type: text/plain; charset=utf-8\r\n"
		"Content-Transfer-Encoding: base64\r\n"
		"Auto-Submitted: auto-generated\r\n"
		"\r\n");
	put_body(&out, message->body);
	return (struct str){out.ptr, out.len};
}
