/** Which Mbed TLS it is: 2.28 (Debian 12), 3.6, or 4 with PSA crypto (ESP-IDF 6). Include before anything of it. */
#ifndef MBEDTLS_VERSION_OF_BUILD_H
#define MBEDTLS_VERSION_OF_BUILD_H

#if defined(ESP_PLATFORM)
/* The SDK compiles outside of ESP-IDF's build, which would define these; structures depend on them. */
#if !defined(MBEDTLS_CONFIG_FILE)
#define MBEDTLS_CONFIG_FILE "mbedtls/esp_config.h"
#endif
#if !defined(TF_PSA_CRYPTO_USER_CONFIG_FILE)
#define TF_PSA_CRYPTO_USER_CONFIG_FILE "mbedtls/esp_config.h"
#endif
#endif

#include <mbedtls/version.h>

#endif
