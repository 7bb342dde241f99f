#include "tls-mbedtls.h"

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
