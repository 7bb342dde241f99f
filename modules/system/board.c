/* What only C can ask the board; on a computer as far as that has it. */

#include <stdint.h>

#if ESP32
	#include "esp_mac.h"
	#include "esp_random.h"
	#include "esp_system.h"

	int32_t board_reset_reason(void)
	{
		return (int32_t)esp_reset_reason();
	}

	int32_t board_serial(void)
	{
		uint8_t mac[6];
		if (esp_efuse_mac_get_default(mac) != ESP_OK)
			return -1;
		return (int32_t)mac[3] << 16 | mac[4] << 8 | mac[5];
	}

	uint32_t board_free_memory(void)
	{
		return esp_get_free_heap_size();
	}

	uint32_t board_random(void)
	{
		return esp_random();
	}
#else
	#include <stdlib.h>
	#include <sys/random.h>

	int32_t board_reset_reason(void)
	{
		return 0;
	}

	int32_t board_serial(void)
	{
		return -1;
	}

	uint32_t board_free_memory(void)
	{
		return 0;
	}

	uint32_t board_random(void)
	{
		uint32_t random;
		if (getentropy(&random, sizeof random) != 0)
			abort();
		return random;
	}
#endif
