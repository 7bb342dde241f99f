#include "secret-sha256.h"

#include <string.h>

/* Fractional parts of the cube roots of the first 64 primes (FIPS 180-4, 4.2.2). */
static const uint32_t round_constants[64] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
	0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
	0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
	0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
	0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static uint32_t rotated(uint32_t word, unsigned bits)
{
	return word >> bits | word << (32 - bits);
}

static uint32_t word_at(const uint8_t *bytes)
{
	return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* One round; the caller names the words anew instead of moving them. */
#define ROUND(a, b, c, d, e, f, g, h, place)                                                                  \
	do {                                                                                                       \
		uint32_t sum = (h) + (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) + ((g) ^ ((e) & ((f) ^ (g)))) \
			+ constants[place] + current[place];                                                               \
		(d) += sum;                                                                                            \
		(h) = sum + (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) + (((a) & (b)) | ((c) & ((a) | (b))));   \
	} while (0)

/* The next 8 words of the schedule in place of those of 16 rounds ago (FIPS 180-4, 6.2.2). */
static void schedule(uint32_t words[16], unsigned from)
{
	for (unsigned at = from; at < from + 8; at++) {
		uint32_t early = words[(at + 1) & 15], late = words[(at + 14) & 15];
		words[at & 15] += words[(at + 9) & 15] + (rotated(early, 7) ^ rotated(early, 18) ^ early >> 3)
			+ (rotated(late, 17) ^ rotated(late, 19) ^ late >> 10);
	}
}

/* Variables and no array, so that they are in registers: most of the time of a password goes by here. */
static void compress(uint32_t state[8], const uint8_t *block)
{
	uint32_t words[16];
	for (unsigned at = 0; at < 16; at++)
		words[at] = word_at(block + 4 * at);
	uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
	uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
	for (unsigned at = 0; at < 64; at += 8) {
		const uint32_t *constants = round_constants + at, *current = words + (at & 8);
		if (at >= 16)
			schedule(words, at);
		ROUND(a, b, c, d, e, f, g, h, 0);
		ROUND(h, a, b, c, d, e, f, g, 1);
		ROUND(g, h, a, b, c, d, e, f, 2);
		ROUND(f, g, h, a, b, c, d, e, 3);
		ROUND(e, f, g, h, a, b, c, d, 4);
		ROUND(d, e, f, g, h, a, b, c, 5);
		ROUND(c, d, e, f, g, h, a, b, 6);
		ROUND(b, c, d, e, f, g, h, a, 7);
	}
	state[0] += a;
	state[1] += b;
	state[2] += c;
	state[3] += d;
	state[4] += e;
	state[5] += f;
	state[6] += g;
	state[7] += h;
	secret_wipe(words, sizeof(words));
}

void sha256_start(sha256 *hash)
{
	/* Fractional parts of the square roots of the first 8 primes (FIPS 180-4, 5.3.3). */
	static const uint32_t initial[8] = {
		0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
	memcpy(hash->state, initial, sizeof(initial));
	hash->length = 0;
}

void sha256_add(sha256 *hash, const void *bytes, size_t count)
{
	const uint8_t *next = bytes;
	while (count > 0) {
		size_t used = hash->length % SHA256_BLOCK;
		size_t taken = count < SHA256_BLOCK - used ? count : SHA256_BLOCK - used;
		memcpy(hash->block + used, next, taken);
		hash->length += taken;
		next += taken;
		count -= taken;
		if (hash->length % SHA256_BLOCK == 0)
			compress(hash->state, hash->block);
	}
}

void sha256_end(sha256 *hash, uint8_t digest[SHA256_DIGEST])
{
	static const uint8_t padding[SHA256_BLOCK] = {0x80};
	uint64_t bits = hash->length * 8;
	uint8_t length[8];
	for (unsigned at = 0; at < 8; at++)
		length[at] = (uint8_t)(bits >> (56 - 8 * at));
	size_t used = hash->length % SHA256_BLOCK;
	sha256_add(hash, padding, (used < 56 ? 56 : 120) - used);
	sha256_add(hash, length, sizeof(length));
	for (unsigned at = 0; at < SHA256_DIGEST; at++)
		digest[at] = (uint8_t)(hash->state[at / 4] >> (24 - 8 * (at % 4)));
	secret_wipe(hash, sizeof(*hash));
}

void hmac_prepare(hmac_key *key, const void *bytes, size_t count)
{
	uint8_t pad[SHA256_BLOCK] = {0};
	sha256_start(&key->inner);
	if (count > SHA256_BLOCK) {
		sha256_add(&key->inner, bytes, count);
		sha256_end(&key->inner, pad);
		sha256_start(&key->inner);
	} else if (count > 0) {
		memcpy(pad, bytes, count);
	}
	for (unsigned at = 0; at < SHA256_BLOCK; at++)
		pad[at] ^= 0x36;
	sha256_add(&key->inner, pad, sizeof(pad));
	for (unsigned at = 0; at < SHA256_BLOCK; at++)
		pad[at] ^= 0x36 ^ 0x5c;
	sha256_start(&key->outer);
	sha256_add(&key->outer, pad, sizeof(pad));
	secret_wipe(pad, sizeof(pad));
}

void hmac_of(const hmac_key *key, const void *message, size_t length, const void *more, size_t more_length,
	uint8_t code[SHA256_DIGEST])
{
	sha256 hash = key->inner;
	sha256_add(&hash, message, length);
	sha256_add(&hash, more, more_length);
	sha256_end(&hash, code);
	hash = key->outer;
	sha256_add(&hash, code, SHA256_DIGEST);
	sha256_end(&hash, code);
}

void secret_wipe(void *bytes, size_t count)
{
	memset(bytes, 0, count);
	__asm__ __volatile__("" : : "r"(bytes) : "memory");
}
