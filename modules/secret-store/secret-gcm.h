/** AES-256-GCM (NIST SP 800-38D) by whichever Mbed TLS there is. */
#ifndef SECRET_GCM_H
#define SECRET_GCM_H

#include <stddef.h>

#include "secret-store.h"

typedef struct {
	const uint8_t *data;
	size_t length;
} secret_bytes;

/** Ciphertext and tag, `plain.length + SECRET_TAG` bytes, into `sealed`. */
secret_result gcm_seal(const uint8_t key[SECRET_KEY], const uint8_t nonce[SECRET_NONCE], secret_bytes plain,
	secret_bytes associated, uint8_t *sealed);

/** The plain bytes of ciphertext and tag; the library compares tags in constant time. */
secret_result gcm_open(const uint8_t key[SECRET_KEY], const uint8_t nonce[SECRET_NONCE], secret_bytes sealed,
	secret_bytes associated, uint8_t *plain);

#endif
