/* web_push.c - a push message encrypted for one browser (RFC 8188, 8291), and who sends it (RFC 8292). */
/* SPDX-License-Identifier: MIT */
#include "platform/crypto/curve.h"

#include "base/clock.h"
#include "platform/crypto/crypto.h"

#include <assert.h>
#include <inttypes.h>
#include <nettle/gcm.h>

#define RECORD_BYTES 4096
#define LAST_RECORD 0x02 /* ends the text of the only record */
#define NONCE_BYTES 12
#define TAG_BYTES 16
#define INFO_BYTES_MAX 160

/* One block of HKDF's expansion, which is all that is needed here. */
static void expand(const unsigned char prk[SHA256_BYTES], const char *label, struct str more,
	unsigned char out[SHA256_BYTES])
{
	const size_t label_bytes = strlen(label) + 1; /* its NUL belongs to it */
	char info[INFO_BYTES_MAX];

	assert(label_bytes + more.len < sizeof(info));
	memcpy(info, label, label_bytes);
	if (more.len)
		memcpy(info + label_bytes, more.ptr, more.len);
	info[label_bytes + more.len] = 1;
	crypto_hmac_sha256((struct str){(const char *)prk, SHA256_BYTES},
		(struct str){info, label_bytes + more.len + 1}, out);
}

/* What both sides know: from the shared secret, the browser's own secret and both points. */
static bool agree(const struct web_push_receiver *receiver, const struct ec_key *sender,
	unsigned char out[SHA256_BYTES])
{
	unsigned char shared[EC_SHARED_BYTES], prk[SHA256_BYTES];
	char points[2 * EC_POINT_BYTES];

	if (!ec_shared(sender, receiver->point, shared))
		return false;
	memcpy(points, receiver->point, EC_POINT_BYTES);
	memcpy(points + EC_POINT_BYTES, sender->point, EC_POINT_BYTES);
	crypto_hmac_sha256((struct str){(const char *)receiver->auth, WEB_PUSH_AUTH_BYTES},
		(struct str){(const char *)shared, sizeof(shared)}, prk);
	expand(prk, "WebPush: info", (struct str){points, sizeof(points)}, out);
	crypto_wipe(shared, sizeof(shared));
	crypto_wipe(prk, sizeof(prk));
	return true;
}

static void write_header(
	const unsigned char salt[WEB_PUSH_SALT_BYTES], const struct ec_key *sender, struct buf *out)
{
	static const char record_bytes[] = {0, 0, RECORD_BYTES >> 8, 0};

	buf_add(out, (const char *)salt, WEB_PUSH_SALT_BYTES);
	buf_add(out, record_bytes, sizeof(record_bytes));
	buf_byte(out, EC_POINT_BYTES);
	buf_add(out, (const char *)sender->point, EC_POINT_BYTES);
}

/* AES-128-GCM over the text and the mark behind it. */
static void write_record(const unsigned char key[AES128_KEY_SIZE],
	const unsigned char nonce[NONCE_BYTES], struct str plain, struct buf *out)
{
	unsigned char text[WEB_PUSH_PLAIN_MAX + 1], sealed[sizeof(text)], tag[TAG_BYTES];
	struct gcm_aes128_ctx context;

	memcpy(text, plain.ptr, plain.len);
	text[plain.len] = LAST_RECORD;
	gcm_aes128_set_key(&context, key);
	gcm_aes128_set_iv(&context, NONCE_BYTES, nonce);
	gcm_aes128_encrypt(&context, plain.len + 1, sealed, text);
	gcm_aes128_digest(&context, sizeof(tag), tag);
	buf_add(out, (const char *)sealed, plain.len + 1);
	buf_add(out, (const char *)tag, sizeof(tag));
	crypto_wipe(&context, sizeof(context));
	crypto_wipe(text, sizeof(text));
}

bool web_push_encrypt(const struct web_push_receiver *receiver, const struct ec_key *sender,
	const unsigned char salt[WEB_PUSH_SALT_BYTES], struct str plain, struct buf *out)
{
	unsigned char common[SHA256_BYTES], prk[SHA256_BYTES], key[SHA256_BYTES],
		nonce[SHA256_BYTES];

	if (plain.len > WEB_PUSH_PLAIN_MAX || !agree(receiver, sender, common))
		return false;
	crypto_hmac_sha256((struct str){(const char *)salt, WEB_PUSH_SALT_BYTES},
		(struct str){(const char *)common, sizeof(common)}, prk);
	expand(prk, "Content-Encoding: aes128gcm", (struct str){0}, key);
	expand(prk, "Content-Encoding: nonce", (struct str){0}, nonce);
	write_header(salt, sender, out);
	write_record(key, nonce, plain, out);
	crypto_wipe(common, sizeof(common));
	crypto_wipe(prk, sizeof(prk));
	crypto_wipe(key, sizeof(key));
	return true;
}

const char *web_push_authorization(struct arena *arena, const struct ec_key *key,
	const char *audience, const char *subject, int64_t expires_us)
{
	static const char header[] = "{\"typ\":\"JWT\",\"alg\":\"ES256\"}";
	unsigned char signature[EC_SIGNATURE_BYTES];
	struct buf claims = buf_in(arena, 256), out = buf_in(arena, 512);
	size_t signed_bytes;

	/* Neither an origin nor an address has quotes or backslashes in it. */
	buf_format(
		&claims, "{\"aud\":\"%s\",\"exp\":%" PRId64, audience, expires_us / US_PER_SECOND);
	if (subject)
		buf_format(&claims, ",\"sub\":\"%s\"", subject);
	buf_byte(&claims, '}');
	buf_format(&out, "vapid t=%s.%s",
		crypto_base64url(arena, (const unsigned char *)header, sizeof(header) - 1),
		crypto_base64url(arena, (const unsigned char *)claims.ptr, claims.len));
	signed_bytes = out.len - strlen("vapid t=");
	ec_sign(key, (struct str){out.ptr + strlen("vapid t="), signed_bytes}, signature);
	buf_format(&out, ".%s, k=%s", crypto_base64url(arena, signature, sizeof(signature)),
		crypto_base64url(arena, key->point, sizeof(key->point)));
	return out.ptr;
}
