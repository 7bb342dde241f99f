/* Deep sleep, and what ended it. Whoever wakes up starts anew. */

#include <stdint.h>

#if ESP32
	#include "esp_sleep.h"

	/* Low or high level, not an edge. A classic ESP32 takes the pins of its RTC alone. */
	static esp_err_t wake_by_pin(int32_t pin, int32_t level)
	{
	#if SOC_PM_SUPPORT_EXT0_WAKEUP
		return esp_sleep_enable_ext0_wakeup((gpio_num_t)pin, (int)level);
	#else
		return esp_sleep_enable_gpio_wakeup_on_hp_periph_powerdown(
			UINT64_C(1) << pin, level != 0 ? ESP_GPIO_WAKEUP_GPIO_HIGH : ESP_GPIO_WAKEUP_GPIO_LOW);
	#endif
	}

	int32_t board_deep_sleep(uint32_t milliseconds, int32_t pin, int32_t level)
	{
		esp_sleep_disable_wakeup_source(ESP_SLEEP_WAKEUP_ALL);
		if (milliseconds != 0 && esp_sleep_enable_timer_wakeup(UINT64_C(1000) * milliseconds) != ESP_OK)
			return -1;
		if (pin >= 0 && wake_by_pin(pin, level) != ESP_OK)
			return -1;
		esp_deep_sleep_start();
	}

	uint32_t board_wake_causes(void)
	{
		return esp_sleep_get_wakeup_causes();
	}
#else
	#include <stdlib.h>

	int32_t board_deep_sleep(uint32_t milliseconds, int32_t pin, int32_t level)
	{
		(void)milliseconds;
		(void)pin;
		(void)level;
		exit(0);
	}

	uint32_t board_wake_causes(void)
	{
		return 0;
	}
#endif
