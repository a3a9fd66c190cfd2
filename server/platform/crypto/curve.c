/* curve.c - keys and signatures on P-256, by Nettle: GnuTLS signs on it but multiplies no points. */
/* SPDX-License-Identifier: MIT */
#include "platform/crypto/curve.h"

#include "platform/crypto/crypto.h"

#include <assert.h>
#include <nettle/bignum.h>
#include <nettle/ecc-curve.h>
#include <nettle/ecc.h>
#include <nettle/ecdsa.h>

#define COORDINATE_BYTES 32
#define UNCOMPRESSED 0x04

static void fill_random(void *context, size_t length, uint8_t *bytes)
{
	(void)context;
	crypto_random(bytes, length);
}

/* False when the number is no secret of the curve; then there is nothing to clear. */
static bool scalar_read(const unsigned char secret[EC_SECRET_BYTES], struct ecc_scalar *scalar)
{
	mpz_t number;
	bool good;

	nettle_mpz_init_set_str_256_u(number, EC_SECRET_BYTES, secret);
	ecc_scalar_init(scalar, nettle_get_secp_256r1());
	good = ecc_scalar_set(scalar, number) == 1;
	mpz_clear(number);
	if (!good)
		ecc_scalar_clear(scalar);
	return good;
}

/* The same of a point; Nettle checks that it lies on the curve. */
static bool point_read(const unsigned char bytes[EC_POINT_BYTES], struct ecc_point *point)
{
	mpz_t x, y;
	bool good;

	if (bytes[0] != UNCOMPRESSED)
		return false;
	nettle_mpz_init_set_str_256_u(x, COORDINATE_BYTES, bytes + 1);
	nettle_mpz_init_set_str_256_u(y, COORDINATE_BYTES, bytes + 1 + COORDINATE_BYTES);
	ecc_point_init(point, nettle_get_secp_256r1());
	good = ecc_point_set(point, x, y) == 1;
	mpz_clear(x);
	mpz_clear(y);
	if (!good)
		ecc_point_clear(point);
	return good;
}

static void point_write(const struct ecc_point *point, unsigned char bytes[EC_POINT_BYTES])
{
	mpz_t x, y;

	mpz_init(x);
	mpz_init(y);
	ecc_point_get(point, x, y);
	bytes[0] = UNCOMPRESSED;
	nettle_mpz_get_str_256(COORDINATE_BYTES, bytes + 1, x);
	nettle_mpz_get_str_256(COORDINATE_BYTES, bytes + 1 + COORDINATE_BYTES, y);
	mpz_clear(x);
	mpz_clear(y);
}

bool ec_key_of(const unsigned char secret[EC_SECRET_BYTES], struct ec_key *key)
{
	struct ecc_scalar scalar;
	struct ecc_point point;

	if (!scalar_read(secret, &scalar))
		return false;
	ecc_point_init(&point, nettle_get_secp_256r1());
	ecc_point_mul_g(&point, &scalar);
	memmove(key->secret, secret, EC_SECRET_BYTES);
	point_write(&point, key->point);
	ecc_point_clear(&point);
	ecc_scalar_clear(&scalar);
	return true;
}

void ec_key_make(struct ec_key *key)
{
	do
		crypto_random(key->secret, sizeof(key->secret));
	while (!ec_key_of(key->secret, key));
}

bool ec_point_good(const unsigned char point[EC_POINT_BYTES])
{
	struct ecc_point read;

	if (!point_read(point, &read))
		return false;
	ecc_point_clear(&read);
	return true;
}

bool ec_shared(const struct ec_key *key, const unsigned char point[EC_POINT_BYTES],
	unsigned char out[EC_SHARED_BYTES])
{
	unsigned char product[EC_POINT_BYTES];
	struct ecc_scalar scalar;
	struct ecc_point other;

	if (!point_read(point, &other))
		return false;
	if (!scalar_read(key->secret, &scalar)) {
		ecc_point_clear(&other);
		return false;
	}
	ecc_point_mul(&other, &scalar, &other);
	point_write(&other, product);
	memcpy(out, product + 1, EC_SHARED_BYTES);
	crypto_wipe(product, sizeof(product));
	ecc_point_clear(&other);
	ecc_scalar_clear(&scalar);
	return true;
}

void ec_sign(const struct ec_key *key, struct str text, unsigned char out[EC_SIGNATURE_BYTES])
{
	unsigned char digest[SHA256_BYTES];
	struct dsa_signature signature;
	struct ecc_scalar scalar;
	const bool good = scalar_read(key->secret, &scalar);

	assert(good);
	crypto_sha256(text, digest);
	dsa_signature_init(&signature);
	ecdsa_sign(&scalar, NULL, fill_random, sizeof(digest), digest, &signature);
	nettle_mpz_get_str_256(COORDINATE_BYTES, out, signature.r);
	nettle_mpz_get_str_256(COORDINATE_BYTES, out + COORDINATE_BYTES, signature.s);
	dsa_signature_clear(&signature);
	ecc_scalar_clear(&scalar);
}
