/** Where the key of the device lies. */
#ifndef SECRET_KEY_H
#define SECRET_KEY_H

#include "secret-store.h"

/** `SECRET_NO_KEY` when none has been made, which is not the same as one that cannot be read. */
secret_result key_read(uint8_t key[SECRET_KEY]);
secret_result key_write(const uint8_t key[SECRET_KEY]);
secret_result key_forget(void);
/** `SECRET_PLAIN_KEY` and so on. */
int32_t key_protection(void);

#endif
