/**
 * SHA-256 (FIPS 180-4) and HMAC (RFC 2104) without the library: its version 4 allocates memory for each copy of a hash,
 * and its hardware driver locks the accelerator for each, thousands of times for one password.
 */
#ifndef SECRET_SHA256_H
#define SECRET_SHA256_H

#include <stddef.h>
#include <stdint.h>

enum { SHA256_DIGEST = 32, SHA256_BLOCK = 64 };

typedef struct {
	uint32_t state[8];
	uint64_t length;
	uint8_t block[SHA256_BLOCK];
} sha256;

void sha256_start(sha256 *hash);
void sha256_add(sha256 *hash, const void *bytes, size_t count);
/** The hash is used up, and wiped. */
void sha256_end(sha256 *hash, uint8_t digest[SHA256_DIGEST]);

/** A key, ready for any number of messages. */
typedef struct {
	sha256 inner;
	sha256 outer;
} hmac_key;

void hmac_prepare(hmac_key *key, const void *bytes, size_t count);
/** The code of a message in two pieces; the second may be empty. */
void hmac_of(const hmac_key *key, const void *message, size_t length, const void *more, size_t more_length,
	uint8_t code[SHA256_DIGEST]);

/** Overwrites in a way that the compiler keeps. */
void secret_wipe(void *bytes, size_t count);

#endif
