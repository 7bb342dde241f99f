/* Starts the program anew: on the ESP32 by a reset of the chip, elsewhere by ending, for whoever started it. */

#if ESP32
	#include "esp_system.h"

	void board_restart(void)
	{
		esp_restart();
	}
#else
	#include <stdlib.h>

	void board_restart(void)
	{
		exit(0);
	}
#endif
