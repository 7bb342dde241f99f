#ifndef SECRET_RANDOM_H
#define SECRET_RANDOM_H

/** Takes what `secret_random` begins with; see `secret_start`. */
void secret_gather(void);

#endif
