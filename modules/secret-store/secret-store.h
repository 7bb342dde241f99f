/**
 * Encryption of what the device keeps to itself, for XS over its FFI (`manifest.json`), which passes no pointers to
 * constants. Lengths are bytes.
 */
#ifndef SECRET_STORE_H
#define SECRET_STORE_H

#include <stdint.h>

enum { SECRET_KEY = 32, SECRET_NONCE = 12, SECRET_TAG = 16, SECRET_OVERHEAD = SECRET_NONCE + SECRET_TAG };

/** What can go wrong. The numbers are those of `key-sealer.ts`. */
typedef enum {
	SECRET_OK = 0,
	SECRET_NO_MEMORY = -1,
	/** Another key or purpose, or changed bytes. */
	SECRET_WRONG_KEY = -2,
	SECRET_KEY_UNREADABLE = -3,
	SECRET_KEY_NOT_STORED = -4,
	SECRET_CIPHER_FAILED = -5,
	/** Nobody has made the key yet; for the files of this folder only. */
	SECRET_NO_KEY = -6
} secret_result;

/** Who guards the key of the device. The numbers are those of `secret-store.ts`. */
enum { SECRET_PLAIN_KEY = 0, SECRET_FLASH_ENCRYPTION = 1, SECRET_HMAC_EFUSE = 2 };

/**
 * Gathers randomness and makes sure that the device has its key. Once after each reset, before Wi-Fi, Bluetooth or the
 * ADC are used, whose hardware it borrows for a moment.
 *
 * @return Who guards the key, or a negative `secret_result`.
 */
int32_t secret_start(void);

/** Fills with bytes that nobody can guess. */
void secret_random(uint8_t *bytes, uint32_t count);

/**
 * Encrypts by AES-256-GCM under a new random nonce.
 *
 * @param key_length 32, or 0 for the key of the device, which nobody else sees.
 * @param sealed Gets nonce, ciphertext and tag, `length + SECRET_OVERHEAD` bytes.
 * @return A `secret_result`.
 */
int32_t secret_seal(uint8_t *key, uint32_t key_length, uint8_t *plain, uint32_t length, uint8_t *associated,
	uint32_t associated_length, uint8_t *sealed);

/** Decrypts what `secret_seal` has made: `length + SECRET_OVERHEAD` bytes into `length` bytes, zeros when it fails. */
int32_t secret_open(uint8_t *key, uint32_t key_length, uint8_t *sealed, uint32_t length, uint8_t *associated,
	uint32_t associated_length, uint8_t *plain);

/**
 * Does `count` iterations of PBKDF2-HMAC-SHA256 after `done` earlier ones (RFC 8018, 5.2) for a key of 32 bytes.
 *
 * @param state 64 bytes, kept by the caller between calls. Its second half is the key after the last iteration.
 */
void secret_derive(char *password, uint8_t *salt, uint32_t salt_length, uint8_t state[64], uint32_t done, uint32_t count);

/** Destroys the key of the device: what was sealed under it can never be opened again. A `secret_result`. */
int32_t secret_forget(void);

#endif
