#include <string.h>

#include "secret-sha256.h"
#include "secret-store.h"

void secret_derive(char *password, uint8_t *salt, uint32_t salt_length, uint8_t state[64], uint32_t done, uint32_t count)
{
	/* The number of the only block: a key of 32 bytes is one digest. */
	static const uint8_t block[4] = {0, 0, 0, 1};
	uint8_t *latest = state, *sum = state + SHA256_DIGEST;
	hmac_key key;
	hmac_prepare(&key, password, strlen(password));
	for (; count > 0; count--, done++) {
		if (done == 0) {
			hmac_of(&key, salt, salt_length, block, sizeof(block), latest);
			memcpy(sum, latest, SHA256_DIGEST);
			continue;
		}
		hmac_of(&key, latest, SHA256_DIGEST, NULL, 0, latest);
		for (unsigned at = 0; at < SHA256_DIGEST; at++)
			sum[at] ^= latest[at];
	}
	secret_wipe(&key, sizeof(key));
}
