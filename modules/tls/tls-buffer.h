/** Bytes that wait between two parties, in order. */
#ifndef TLS_BUFFER_H
#define TLS_BUFFER_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/** Size of a buffer for ciphertext: about what a TCP segment carries. A larger record passes in pieces. */
#define TLS_BUFFER_SIZE 2048

typedef struct {
	uint8_t bytes[TLS_BUFFER_SIZE];
	size_t count;
} tls_buffer;

static inline size_t tls_buffer_room(const tls_buffer *buffer)
{
	return TLS_BUFFER_SIZE - buffer->count;
}

/** Appends as much as there is room for; returns how much. */
static inline size_t tls_buffer_put(tls_buffer *buffer, const uint8_t *bytes, size_t count)
{
	size_t taken = count < tls_buffer_room(buffer) ? count : tls_buffer_room(buffer);
	if (taken > 0)
		memcpy(buffer->bytes + buffer->count, bytes, taken);
	buffer->count += taken;
	return taken;
}

/** Takes as much as there is from the front; returns how much. */
static inline size_t tls_buffer_take(tls_buffer *buffer, uint8_t *bytes, size_t count)
{
	size_t taken = count < buffer->count ? count : buffer->count;
	if (taken == 0)
		return 0;
	memcpy(bytes, buffer->bytes, taken);
	buffer->count -= taken;
	memmove(buffer->bytes, buffer->bytes + taken, buffer->count);
	return taken;
}

#endif
