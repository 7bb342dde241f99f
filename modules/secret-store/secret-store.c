#include "secret-store.h"

#include <string.h>

#include "secret-gcm.h"
#include "secret-key.h"
#include "secret-random.h"
#include "secret-sha256.h"

/* The key of the device, made when there is none. */
static secret_result own_key(uint8_t key[SECRET_KEY])
{
	secret_result result = key_read(key);
	if (result != SECRET_NO_KEY)
		return result;
	secret_random(key, SECRET_KEY);
	return key_write(key);
}

/* The key given, or the device's own. */
static secret_result chosen_key(const uint8_t *given, uint32_t length, uint8_t key[SECRET_KEY])
{
	if (length == 0)
		return own_key(key);
	if (length != SECRET_KEY)
		return SECRET_CIPHER_FAILED;
	memcpy(key, given, SECRET_KEY);
	return SECRET_OK;
}

/* An empty buffer of XS may have no address; the library wants one. */
static secret_bytes bytes_of(const uint8_t *data, uint32_t length)
{
	static const uint8_t nothing[1];
	return (secret_bytes){length > 0 ? data : nothing, length};
}

int32_t secret_start(void)
{
	uint8_t key[SECRET_KEY];
	secret_gather();
	secret_result result = own_key(key);
	secret_wipe(key, sizeof(key));
	return result == SECRET_OK ? key_protection() : result;
}

int32_t secret_seal(uint8_t *key, uint32_t key_length, uint8_t *plain, uint32_t length, uint8_t *associated,
	uint32_t associated_length, uint8_t *sealed)
{
	uint8_t used[SECRET_KEY];
	secret_result result = chosen_key(key, key_length, used);
	if (result == SECRET_OK) {
		secret_random(sealed, SECRET_NONCE);
		result = gcm_seal(used, sealed, bytes_of(plain, length), bytes_of(associated, associated_length),
			sealed + SECRET_NONCE);
	}
	secret_wipe(used, sizeof(used));
	return result;
}

int32_t secret_open(uint8_t *key, uint32_t key_length, uint8_t *sealed, uint32_t length, uint8_t *associated,
	uint32_t associated_length, uint8_t *plain)
{
	uint8_t used[SECRET_KEY];
	uint8_t none[1];
	secret_result result = chosen_key(key, key_length, used);
	if (result == SECRET_OK)
		result = gcm_open(used, sealed, bytes_of(sealed + SECRET_NONCE, length + SECRET_TAG),
			bytes_of(associated, associated_length), length > 0 ? plain : none);
	if (result != SECRET_OK && length > 0)
		secret_wipe(plain, length);
	secret_wipe(used, sizeof(used));
	return result;
}

int32_t secret_forget(void)
{
	return key_forget();
}
