/** Counts the memory that mbed TLS and our engine around it hold, out of all that a program allocates. */
#ifndef ALLOCATIONS_H
#define ALLOCATIONS_H

#include <stddef.h>

/** Bytes held now, and the most that were held at any time. */
size_t allocations_now(void);
size_t allocations_peak(void);

#endif
