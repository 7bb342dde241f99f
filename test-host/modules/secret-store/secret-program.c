/** The C of `modules/secret-store` by commands, one a line, of words in hex; `-` is none. Answers each with a line. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "secret-gcm.h"
#include "secret-sha256.h"
#include "secret-store.h"

typedef struct {
	uint8_t *data;
	uint32_t length;
} buffer;

/* As large as what it holds and no larger, so that the sanitizer sees who goes beyond it. */
static buffer made(size_t length)
{
	buffer bytes = {malloc(length), (uint32_t)length};
	return bytes;
}

static buffer next_word(void)
{
	const char *word = strtok(NULL, " \n");
	size_t length = word == NULL || strcmp(word, "-") == 0 ? 0 : strlen(word) / 2;
	buffer bytes = made(length);
	for (size_t at = 0; at < length; at++) {
		char digits[3] = {word[2 * at], word[2 * at + 1], 0};
		bytes.data[at] = (uint8_t)strtoul(digits, NULL, 16);
	}
	return bytes;
}

static uint32_t next_number(void)
{
	return (uint32_t)strtoul(strtok(NULL, " \n"), NULL, 10);
}

static void print(int32_t result, buffer bytes)
{
	printf("%d ", result);
	for (size_t at = 0; at < bytes.length; at++)
		printf("%02x", bytes.data[at]);
	printf("\n");
}

static void do_gcm(void)
{
	buffer key = next_word(), nonce = next_word(), plain = next_word(), associated = next_word();
	buffer sealed = made(plain.length + SECRET_TAG);
	print(gcm_seal(key.data, nonce.data, (secret_bytes){plain.data, plain.length},
			  (secret_bytes){associated.data, associated.length}, sealed.data), sealed);
}

static void do_seal(void)
{
	buffer key = next_word(), plain = next_word(), associated = next_word();
	buffer sealed = made(plain.length + SECRET_OVERHEAD);
	int32_t result = secret_seal(key.data, key.length, plain.data, plain.length, associated.data, associated.length,
		sealed.data);
	print(result, result == SECRET_OK ? sealed : made(0));
}

static void do_open(void)
{
	buffer key = next_word(), sealed = next_word(), associated = next_word();
	buffer plain = made(sealed.length - SECRET_OVERHEAD);
	/* What a failure leaves must be nothing. */
	memset(plain.data, 0xaa, plain.length);
	int32_t result = secret_open(key.data, key.length, sealed.data, plain.length, associated.data, associated.length,
		plain.data);
	print(result, plain);
}

static void do_derive(void)
{
	buffer password = next_word(), salt = next_word(), state = made(64), key = {state.data + 32, 32};
	char *text = calloc(password.length + 1, 1);
	memcpy(text, password.data, password.length);
	uint32_t iterations = next_number(), slice = next_number();
	for (uint32_t done = 0; done < iterations; done += slice) {
		uint32_t left = iterations - done;
		secret_derive(text, salt.data, salt.length, state.data, done, left < slice ? left : slice);
	}
	print(0, key);
}

static void do_digest(void)
{
	buffer bytes = next_word(), digest = made(SHA256_DIGEST);
	uint32_t first = next_number();
	sha256 hash;
	sha256_start(&hash);
	sha256_add(&hash, bytes.data, first);
	sha256_add(&hash, bytes.data + first, bytes.length - first);
	sha256_end(&hash, digest.data);
	print(0, digest);
}

static void do_random(void)
{
	buffer bytes = made(next_number());
	secret_random(bytes.data, bytes.length);
	print(0, bytes);
}

static int compare(const void *one, const void *other)
{
	return memcmp(one, other, SECRET_NONCE);
}

/* How many nonces of so many seals are like another. */
static void do_nonces(void)
{
	size_t count = next_number();
	uint8_t key[SECRET_KEY] = {1}, sealed[SECRET_OVERHEAD];
	uint8_t *nonces = malloc(count * SECRET_NONCE);
	for (size_t at = 0; at < count; at++) {
		(void)secret_seal(key, sizeof(key), NULL, 0, NULL, 0, sealed);
		memcpy(nonces + at * SECRET_NONCE, sealed, SECRET_NONCE);
	}
	qsort(nonces, count, SECRET_NONCE, compare);
	int32_t alike = 0;
	for (size_t at = 1; at < count; at++)
		alike += memcmp(nonces + (at - 1) * SECRET_NONCE, nonces + at * SECRET_NONCE, SECRET_NONCE) == 0;
	print(alike, made(0));
}

int main(void)
{
	static char line[1 << 20];
	while (fgets(line, sizeof(line), stdin) != NULL) {
		const char *command = strtok(line, " \n");
		if (strcmp(command, "gcm") == 0)
			do_gcm();
		else if (strcmp(command, "seal") == 0)
			do_seal();
		else if (strcmp(command, "open") == 0)
			do_open();
		else if (strcmp(command, "derive") == 0)
			do_derive();
		else if (strcmp(command, "digest") == 0)
			do_digest();
		else if (strcmp(command, "random") == 0)
			do_random();
		else if (strcmp(command, "nonces") == 0)
			do_nonces();
		else if (strcmp(command, "start") == 0)
			print(secret_start(), made(0));
		else if (strcmp(command, "forget") == 0)
			print(secret_forget(), made(0));
	}
	return 0;
}
