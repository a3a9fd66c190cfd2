/* key.c - the installation key, keys derived from it, and secrets sealed under them. */
/* SPDX-License-Identifier: MIT */
#include "platform/crypto/crypto.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

_Static_assert(CRYPTO_KEY_BYTES == crypto_secretbox_KEYBYTES, "one key size");

#define FILE_BYTES 256
#define MARK_BYTES 8

bool crypto_key_read(struct str text, struct crypto_key *key)
{
	text = str_trim(text);
	if (!crypto_from_hex(text, key->bytes, sizeof(key->bytes))) {
		size_t length = 0;
		int variant = text.len && text.ptr[text.len - 1] == '='
			? sodium_base64_VARIANT_ORIGINAL
			: sodium_base64_VARIANT_URLSAFE_NO_PADDING;

		if (sodium_base642bin(key->bytes, sizeof(key->bytes), text.ptr, text.len, NULL,
			    &length, NULL, variant) != 0 ||
			length != sizeof(key->bytes))
			return false;
	}
	return !sodium_is_zero(key->bytes, sizeof(key->bytes));
}

/* 1: read; 0: there is no such file; -1: *why. */
static int read_file(const char *path, struct crypto_key *key, const char **why)
{
	char text[FILE_BYTES];
	struct stat about;
	ssize_t length;
	int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	bool good;

	if (file < 0 && errno == ENOENT)
		return 0;
	*why = "the installation key's file (hatif.key) cannot be read";
	if (file < 0)
		return -1;
	if (fstat(file, &about) == 0 && (about.st_mode & (S_IRWXG | S_IRWXO))) {
		*why = "the installation key's file (hatif.key) may be read by others: chmod 600 "
		       "it";
		(void)close(file);
		return -1;
	}
	length = read(file, text, sizeof(text));
	(void)close(file);
	good = length > 0 && crypto_key_read((struct str){text, (size_t)length}, key);
	crypto_wipe(text, sizeof(text));
	if (good)
		return 1;
	*why = "the installation key's file (hatif.key) does not hold 64 hex digits";
	return -1;
}

static bool write_all(int file, const char *text, size_t length)
{
	return write(file, text, length) == (ssize_t)length && fsync(file) == 0;
}

/* The directory entry must be on disk too, or a power cut takes the key away. */
static void sync_folder_of(const char *path)
{
	char folder[4096];
	const char *slash = strrchr(path, '/');
	int length = slash && slash > path ? (int)(slash - path) : 1;
	int handle;

	(void)snprintf(folder, sizeof(folder), "%.*s", length, slash ? path : ".");
	handle = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (handle >= 0) {
		(void)fsync(handle);
		(void)close(handle);
	}
}

/* Written whole under another name first, then linked: whoever comes second sees the first's. */
static bool make_file(const char *path)
{
	char name[4096];
	char text[CRYPTO_KEY_BYTES * 2 + 2];
	struct crypto_key key;
	bool good;
	int file;

	if (snprintf(name, sizeof(name), "%s.%ld.new", path, (long)getpid()) >= (int)sizeof(name))
		return false;
	file = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
	if (file < 0)
		return false;
	crypto_random(key.bytes, sizeof(key.bytes));
	(void)sodium_bin2hex(text, sizeof(text), key.bytes, sizeof(key.bytes));
	text[sizeof(text) - 2] = '\n';
	good = write_all(file, text, sizeof(text) - 1);
	crypto_wipe(text, sizeof(text));
	crypto_wipe(&key, sizeof(key));
	(void)close(file);
	good = good && (link(name, path) == 0 || errno == EEXIST);
	(void)unlink(name);
	sync_folder_of(path);
	return good;
}

bool crypto_key_file(const char *path, struct crypto_key *key, const char **why)
{
	int got = read_file(path, key, why);

	if (got != 0)
		return got > 0;
	*why = "the installation key's file (hatif.key) cannot be written";
	return make_file(path) && read_file(path, key, why) == 1;
}

void crypto_key_derive(
	const struct crypto_key *master, const char *purpose, struct crypto_key *derived)
{
	char context[crypto_kdf_CONTEXTBYTES] = {0};

	assert(strlen(purpose) <= sizeof(context));
	for (size_t i = 0; purpose[i]; i++) /* eight bytes without an end */
		context[i] = purpose[i];
	(void)crypto_kdf_derive_from_key(
		derived->bytes, sizeof(derived->bytes), 1, context, master->bytes);
}

char *crypto_key_mark(struct arena *arena, const struct crypto_key *key)
{
	struct crypto_key mark;

	crypto_key_derive(key, "mark", &mark);
	return crypto_hex(arena, mark.bytes, MARK_BYTES);
}

char *crypto_seal(struct arena *arena, struct str key, struct str plain)
{
	const size_t length = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + plain.len;
	unsigned char *sealed = arena_alloc(arena, length);

	assert(key.len == crypto_secretbox_KEYBYTES);
	crypto_random(sealed, crypto_secretbox_NONCEBYTES);
	(void)crypto_secretbox_easy(sealed + crypto_secretbox_NONCEBYTES,
		(const unsigned char *)plain.ptr, plain.len, sealed,
		(const unsigned char *)key.ptr);
	return crypto_base64(arena, sealed, length);
}

bool crypto_unseal(struct arena *arena, struct str key, struct str sealed, const char **plain)
{
	const size_t around = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
	const unsigned char *bytes;
	unsigned char *opened;
	size_t length;

	assert(key.len == crypto_secretbox_KEYBYTES);
	if (!crypto_from_base64(arena, sealed, &bytes, &length) || length < around)
		return false;
	opened = arena_alloc(arena, length - around + 1);
	if (crypto_secretbox_open_easy(opened, bytes + crypto_secretbox_NONCEBYTES,
		    length - crypto_secretbox_NONCEBYTES, bytes,
		    (const unsigned char *)key.ptr) != 0)
		return false;
	*plain = (const char *)opened;
	return true;
}
