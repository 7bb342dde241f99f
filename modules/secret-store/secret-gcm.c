#include "../mbedtls/mbedtls-version.h"

#include "secret-gcm.h"

#if MBEDTLS_VERSION_MAJOR < 4

#include <mbedtls/gcm.h>

static secret_result result_of(int error)
{
	if (error == MBEDTLS_ERR_GCM_AUTH_FAILED)
		return SECRET_WRONG_KEY;
	return error == 0 ? SECRET_OK : SECRET_CIPHER_FAILED;
}

secret_result gcm_seal(const uint8_t key[SECRET_KEY], const uint8_t nonce[SECRET_NONCE], secret_bytes plain,
	secret_bytes associated, uint8_t *sealed)
{
	mbedtls_gcm_context gcm;
	mbedtls_gcm_init(&gcm);
	int error = mbedtls_gcm_setkey(&gcm, MBEDTLS_CIPHER_ID_AES, key, 8 * SECRET_KEY);
	if (error == 0)
		error = mbedtls_gcm_crypt_and_tag(&gcm, MBEDTLS_GCM_ENCRYPT, plain.length, nonce, SECRET_NONCE,
			associated.data, associated.length, plain.data, sealed, SECRET_TAG, sealed + plain.length);
	mbedtls_gcm_free(&gcm);
	return result_of(error);
}

secret_result gcm_open(const uint8_t key[SECRET_KEY], const uint8_t nonce[SECRET_NONCE], secret_bytes sealed,
	secret_bytes associated, uint8_t *plain)
{
	size_t length = sealed.length - SECRET_TAG;
	mbedtls_gcm_context gcm;
	mbedtls_gcm_init(&gcm);
	int error = mbedtls_gcm_setkey(&gcm, MBEDTLS_CIPHER_ID_AES, key, 8 * SECRET_KEY);
	if (error == 0)
		error = mbedtls_gcm_auth_decrypt(&gcm, length, nonce, SECRET_NONCE, associated.data, associated.length,
			sealed.data + length, SECRET_TAG, sealed.data, plain);
	mbedtls_gcm_free(&gcm);
	return result_of(error);
}

#else

#include <psa/crypto.h>

static secret_result result_of(psa_status_t status)
{
	switch (status) {
	case PSA_SUCCESS:
		return SECRET_OK;
	case PSA_ERROR_INVALID_SIGNATURE:
		return SECRET_WRONG_KEY;
	case PSA_ERROR_INSUFFICIENT_MEMORY:
		return SECRET_NO_MEMORY;
	default:
		return SECRET_CIPHER_FAILED;
	}
}

static psa_status_t take_key(const uint8_t key[SECRET_KEY], psa_key_usage_t usage, psa_key_id_t *id)
{
	psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
	psa_set_key_type(&attributes, PSA_KEY_TYPE_AES);
	psa_set_key_algorithm(&attributes, PSA_ALG_GCM);
	psa_set_key_usage_flags(&attributes, usage);
	psa_status_t status = psa_crypto_init();
	return status == PSA_SUCCESS ? psa_import_key(&attributes, key, SECRET_KEY, id) : status;
}

secret_result gcm_seal(const uint8_t key[SECRET_KEY], const uint8_t nonce[SECRET_NONCE], secret_bytes plain,
	secret_bytes associated, uint8_t *sealed)
{
	psa_key_id_t id;
	size_t length;
	psa_status_t status = take_key(key, PSA_KEY_USAGE_ENCRYPT, &id);
	if (status != PSA_SUCCESS)
		return result_of(status);
	status = psa_aead_encrypt(id, PSA_ALG_GCM, nonce, SECRET_NONCE, associated.data, associated.length, plain.data,
		plain.length, sealed, plain.length + SECRET_TAG, &length);
	(void)psa_destroy_key(id);
	return result_of(status);
}

secret_result gcm_open(const uint8_t key[SECRET_KEY], const uint8_t nonce[SECRET_NONCE], secret_bytes sealed,
	secret_bytes associated, uint8_t *plain)
{
	psa_key_id_t id;
	size_t length;
	psa_status_t status = take_key(key, PSA_KEY_USAGE_DECRYPT, &id);
	if (status != PSA_SUCCESS)
		return result_of(status);
	status = psa_aead_decrypt(id, PSA_ALG_GCM, nonce, SECRET_NONCE, associated.data, associated.length, sealed.data,
		sealed.length, plain, sealed.length - SECRET_TAG, &length);
	(void)psa_destroy_key(id);
	return result_of(status);
}

#endif
