#include "tls-mbedtls.h"

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
