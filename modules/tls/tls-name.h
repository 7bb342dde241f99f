/** Whose certificate it has to be. */
#ifndef TLS_NAME_H
#define TLS_NAME_H

#include <stddef.h>
#include <stdint.h>

/** Longest host name (RFC 1035, 2.3.4). */
#define TLS_NAME_MAX 253

typedef struct {
	/** In lower case, without the dot at the end. */
	char text[TLS_NAME_MAX + 1];
	size_t length;
	/** The address, when the name is one: 4 or 16 bytes; 0 for a host name. */
	uint8_t address[16];
	size_t address_length;
} tls_name;

/** Reads a host name or an IP address; 0 when it is one. */
int tls_name_read(tls_name *name, const char *text);

/**
 * Whether a dNSName of a certificate covers the host (RFC 9525, 6.3): equal, or `*.` for exactly one label, when at
 * least two more follow.
 */
int tls_name_covers(const tls_name *name, const uint8_t *pattern, size_t length);

#endif
