#include "tls-mbedtls.h"

#include <string.h>

#if MBEDTLS_VERSION_MAJOR < 4

int tls_random_start(tls_random *random, int (*seed)(void *, unsigned char *, size_t), void *context)
{
	mbedtls_ctr_drbg_init(&random->drbg);
#if defined(TLS_HAS_PSA)
	if (psa_crypto_init() != PSA_SUCCESS)
		return -1;
#endif
	return mbedtls_ctr_drbg_seed(&random->drbg, seed, context, NULL, 0);
}

void tls_random_stop(tls_random *random)
{
	mbedtls_ctr_drbg_free(&random->drbg);
}

void tls_use_random(mbedtls_ssl_config *config, tls_random *random)
{
	mbedtls_ssl_conf_rng(config, mbedtls_ctr_drbg_random, &random->drbg);
}

#else

int tls_random_start(tls_random *random, int (*seed)(void *, unsigned char *, size_t), void *context)
{
	(void)seed;
	(void)context;
	random->unused = 0;
	return psa_crypto_init() == PSA_SUCCESS ? 0 : -1;
}

void tls_random_stop(tls_random *random)
{
	(void)random;
}

void tls_use_random(mbedtls_ssl_config *config, tls_random *random)
{
	(void)config;
	(void)random;
}

#endif

#if MBEDTLS_VERSION_MAJOR < 3

static const int signature_hashes[] = {MBEDTLS_MD_SHA256, MBEDTLS_MD_SHA384, MBEDTLS_MD_SHA512, MBEDTLS_MD_NONE};

void tls_demand_modern(mbedtls_ssl_config *config)
{
	mbedtls_ssl_conf_min_version(config, MBEDTLS_SSL_MAJOR_VERSION_3, MBEDTLS_SSL_MINOR_VERSION_3);
	mbedtls_ssl_conf_sig_hashes(config, signature_hashes);
}

int tls_read_key(mbedtls_pk_context *key, const uint8_t *bytes, size_t length, tls_random *random)
{
	(void)random;
	return mbedtls_pk_parse_key(key, bytes, length, NULL, 0);
}

int tls_check_pair(const mbedtls_pk_context *public_key, const mbedtls_pk_context *key, tls_random *random)
{
	(void)random;
	return mbedtls_pk_check_pair(public_key, key);
}

int tls_is_authority(const mbedtls_x509_crt *certificate)
{
	return certificate->ca_istrue;
}

#else

void tls_demand_modern(mbedtls_ssl_config *config)
{
	/* From version 3 on the library's own list of signatures has no SHA-1. */
	mbedtls_ssl_conf_min_tls_version(config, MBEDTLS_SSL_VERSION_TLS1_2);
#if defined(MBEDTLS_SSL_TLS1_3_SIGNAL_NEW_SESSION_TICKETS_ENABLED)
	mbedtls_ssl_conf_tls13_enable_signal_new_session_tickets(
		config, MBEDTLS_SSL_TLS1_3_SIGNAL_NEW_SESSION_TICKETS_ENABLED);
#endif
}

#if MBEDTLS_VERSION_MAJOR < 4

int tls_read_key(mbedtls_pk_context *key, const uint8_t *bytes, size_t length, tls_random *random)
{
	return mbedtls_pk_parse_key(key, bytes, length, NULL, 0, mbedtls_ctr_drbg_random, &random->drbg);
}

int tls_check_pair(const mbedtls_pk_context *public_key, const mbedtls_pk_context *key, tls_random *random)
{
	return mbedtls_pk_check_pair(public_key, key, mbedtls_ctr_drbg_random, &random->drbg);
}

#else

int tls_read_key(mbedtls_pk_context *key, const uint8_t *bytes, size_t length, tls_random *random)
{
	(void)random;
	return mbedtls_pk_parse_key(key, bytes, length, NULL, 0);
}

int tls_check_pair(const mbedtls_pk_context *public_key, const mbedtls_pk_context *key, tls_random *random)
{
	(void)random;
	return mbedtls_pk_check_pair(public_key, key);
}

#endif

int tls_is_authority(const mbedtls_x509_crt *certificate)
{
	return mbedtls_x509_crt_get_ca_istrue(certificate) == 1;
}

#endif

#if defined(MBEDTLS_SSL_MAX_FRAGMENT_LENGTH) && !defined(MBEDTLS_SSL_PROTO_TLS1_3)

void tls_limit_records(mbedtls_ssl_config *config, unsigned largest)
{
	static const unsigned char codes[] = {MBEDTLS_SSL_MAX_FRAG_LEN_512, MBEDTLS_SSL_MAX_FRAG_LEN_1024,
		MBEDTLS_SSL_MAX_FRAG_LEN_2048, MBEDTLS_SSL_MAX_FRAG_LEN_4096};
	for (unsigned index = 0; index < sizeof(codes); index++)
		if (largest == 512u << index)
			(void)mbedtls_ssl_conf_max_frag_len(config, codes[index]);
}

#else

/* In TLS 1.3 Mbed TLS asks, and then breaks off when a server agrees. */
void tls_limit_records(mbedtls_ssl_config *config, unsigned largest)
{
	(void)config;
	(void)largest;
}

#endif

#if MBEDTLS_VERSION_MAJOR < 4

#if MBEDTLS_VERSION_MAJOR < 3
#define mbedtls_sha256_starts mbedtls_sha256_starts_ret
#define mbedtls_sha256_update mbedtls_sha256_update_ret
#define mbedtls_sha256_finish mbedtls_sha256_finish_ret
#endif

typedef mbedtls_sha256_context tls_hash;

static int hash_start(tls_hash *hash)
{
	mbedtls_sha256_init(hash);
	return mbedtls_sha256_starts(hash, 0);
}

static int hash_update(tls_hash *hash, const uint8_t *bytes, size_t count)
{
	return mbedtls_sha256_update(hash, bytes, count);
}

static int hash_finish(tls_hash *hash, uint8_t digest[32])
{
	int error = mbedtls_sha256_finish(hash, digest);
	mbedtls_sha256_free(hash);
	return error;
}

#else

typedef psa_hash_operation_t tls_hash;

static int hash_start(tls_hash *hash)
{
	*hash = psa_hash_operation_init();
	return (int)psa_hash_setup(hash, PSA_ALG_SHA_256);
}

static int hash_update(tls_hash *hash, const uint8_t *bytes, size_t count)
{
	return (int)psa_hash_update(hash, bytes, count);
}

static int hash_finish(tls_hash *hash, uint8_t digest[32])
{
	size_t length = 0;
	int error = (int)psa_hash_finish(hash, digest, 32, &length);
	(void)psa_hash_abort(hash);
	return error;
}

#endif

int tls_digest(const uint8_t *const pieces[], const size_t lengths[], size_t count, uint8_t digest[32])
{
	tls_hash hash;
	int error = hash_start(&hash);
	for (size_t index = 0; index < count && error == 0; index++) {
		uint64_t length = lengths[index];
		error = hash_update(&hash, (const uint8_t *)&length, sizeof(length));
		if (error == 0 && lengths[index] > 0)
			error = hash_update(&hash, pieces[index], lengths[index]);
	}
	int last = hash_finish(&hash, digest);
	return error != 0 ? error : last;
}

#if MBEDTLS_VERSION_MAJOR < 4

/* Codes of the upper layers may be added to those of the lower ones, which are smaller than 0x80. */
static int low_part(int error)
{
	return -(-error & 0x7F);
}

#endif

int tls_is_out_of_memory(int error)
{
#if defined(TLS_HAS_PSA)
	if (error == PSA_ERROR_INSUFFICIENT_MEMORY)
		return 1;
#endif
#if MBEDTLS_VERSION_MAJOR < 4
	if (low_part(error) == MBEDTLS_ERR_ASN1_ALLOC_FAILED || low_part(error) == MBEDTLS_ERR_MPI_ALLOC_FAILED)
		return 1;
	int high = error - low_part(error);
	return high == MBEDTLS_ERR_SSL_ALLOC_FAILED || high == MBEDTLS_ERR_X509_ALLOC_FAILED ||
		high == MBEDTLS_ERR_PK_ALLOC_FAILED || high == MBEDTLS_ERR_PEM_ALLOC_FAILED ||
		high == MBEDTLS_ERR_ECP_ALLOC_FAILED || high == MBEDTLS_ERR_MD_ALLOC_FAILED ||
		high == MBEDTLS_ERR_CIPHER_ALLOC_FAILED;
#else
	return 0;
#endif
}

int tls_is_bad_signature(int error, int state)
{
#if defined(TLS_HAS_PSA)
	if (error == PSA_ERROR_INVALID_SIGNATURE)
		return 1;
#endif
#if MBEDTLS_VERSION_MAJOR >= 3
	if (error == MBEDTLS_ERR_SSL_HANDSHAKE_FAILURE && state == MBEDTLS_SSL_CERTIFICATE_VERIFY)
		return 1;
#else
	(void)state;
#endif
#if MBEDTLS_VERSION_MAJOR < 4
	int high = error - low_part(error);
	/* A signature that is no signature at all does not even decode. */
	return high == MBEDTLS_ERR_ECP_VERIFY_FAILED || high == MBEDTLS_ERR_RSA_VERIFY_FAILED ||
		high == MBEDTLS_ERR_RSA_INVALID_PADDING || high == MBEDTLS_ERR_ECP_BAD_INPUT_DATA;
#else
	return 0;
#endif
}
