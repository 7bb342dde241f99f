#define _GNU_SOURCE
#include "allocations.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

/** More blocks than a handshake ever holds; a power of two. */
#define PLACES 8192

/* The C library's own, under the names that it keeps for those who stand before them. */
extern void *__libc_calloc(size_t count, size_t size);
extern void __libc_free(void *block);

typedef struct {
	void *block;
	size_t size;
} place;

/* Open addressing; what was taken out leaves a tombstone. */
static place places[PLACES];
static char tombstone;
static size_t now;
static size_t peak;

size_t allocations_now(void)
{
	return now;
}

size_t allocations_peak(void)
{
	return peak;
}

static size_t hash(const void *block)
{
	return ((uintptr_t)block >> 4) * 2654435761u % PLACES;
}

/* TLS runs on the thread that began the program; the others are GLib's. */
static int is_first_thread(void)
{
	return gettid() == getpid();
}

/* mbed TLS is known by its library, our engine by the names of its functions. */
static int is_tls(void *caller)
{
	Dl_info info;
	if (dladdr(caller, &info) == 0)
		return 0;
	if (info.dli_fname != NULL && strstr(info.dli_fname, "libmbed") != NULL)
		return 1;
	return info.dli_sname != NULL && strncmp(info.dli_sname, "tls_", 4) == 0;
}

static void note(void *block, size_t size)
{
	size_t at = hash(block);
	for (size_t tries = 0; tries < PLACES; tries++, at = (at + 1) % PLACES) {
		if (places[at].block != NULL && places[at].block != &tombstone)
			continue;
		places[at].block = block;
		places[at].size = size;
		now += size;
		if (now > peak)
			peak = now;
		return;
	}
}

static void forget(void *block)
{
	size_t at = hash(block);
	for (size_t tries = 0; tries < PLACES && places[at].block != NULL; tries++, at = (at + 1) % PLACES) {
		if (places[at].block != block)
			continue;
		places[at].block = &tombstone;
		now -= places[at].size;
		return;
	}
}

/** Stands before the C library's for the whole program: mbed TLS allocates by `calloc` only. */
void *calloc(size_t count, size_t size)
{
	void *caller = __builtin_return_address(0);
	void *block = __libc_calloc(count, size);
	if (block != NULL && is_first_thread() && is_tls(caller))
		note(block, count * size);
	return block;
}

void free(void *block)
{
	if (block != NULL && is_first_thread())
		forget(block);
	__libc_free(block);
}
