/* Brings up the network by cable; on a computer the operating system has done that. */

#include <stdint.h>

#if ESP32
	#include <stdlib.h>
	#include <string.h>
	#include "esp_eth.h"
	#include "esp_event.h"
	#include "esp_netif.h"

	/* The driver asks for this long whether the card and the cable agree on a speed; the emulator's always has. */
	#define NEGOTIATION_MS 100

	static esp_netif_t *interface;

	/* The OpenCores card of the emulator: no ESP32 has it. */
	static esp_err_t install(esp_eth_handle_t *driver)
	{
		eth_mac_config_t mac_config = ETH_MAC_DEFAULT_CONFIG();
		eth_phy_config_t phy_config = ETH_PHY_DEFAULT_CONFIG();
		phy_config.autonego_timeout_ms = NEGOTIATION_MS;
		esp_eth_mac_t *mac = esp_eth_mac_new_openeth(&mac_config);
		esp_eth_phy_t *phy = esp_eth_phy_new_generic(&phy_config);
		if (mac == NULL || phy == NULL)
			return ESP_ERR_NO_MEM;
		esp_eth_config_t config = ETH_DEFAULT_CONFIG(mac, phy);
		return esp_eth_driver_install(&config, driver);
	}

	/* The driver hands over a buffer for the longest frame. What nobody reads for a while, such as during a TLS
	   handshake, waits in one of its own length, or it would fill the heap. */
	static esp_err_t receive(esp_eth_handle_t driver, uint8_t *buffer, uint32_t length, void *context)
	{
		(void)driver;
		(void)context;
		uint8_t *frame = malloc(length);
		if (frame != NULL)
			memcpy(frame, buffer, length);
		free(buffer);
		/* As if it had been lost on the way: TCP sends it again. */
		if (frame == NULL)
			return ESP_ERR_NO_MEM;
		return esp_netif_receive(interface, frame, length, NULL);
	}

	/* 0, or why not: an error of the ESP-IDF. */
	int32_t ethernet_start(void)
	{
		esp_eth_handle_t driver;
		esp_err_t error = esp_netif_init();
		if (error == ESP_OK)
			error = esp_event_loop_create_default();
		/* Somebody else may have made it. */
		if (error == ESP_OK || error == ESP_ERR_INVALID_STATE)
			error = install(&driver);
		if (error != ESP_OK)
			return error;
		esp_netif_config_t config = ESP_NETIF_DEFAULT_ETH();
		interface = esp_netif_new(&config);
		if (interface == NULL)
			return ESP_ERR_NO_MEM;
		error = esp_netif_attach(interface, esp_eth_new_netif_glue(driver));
		if (error == ESP_OK)
			error = esp_eth_update_input_path(driver, receive, NULL);
		return error == ESP_OK ? esp_eth_start(driver) : error;
	}

	/* Whether there is an address: it is gone as soon as the cable is. */
	int32_t ethernet_is_up(void)
	{
		esp_netif_ip_info_t info;
		return interface != NULL && esp_netif_get_ip_info(interface, &info) == ESP_OK && info.ip.addr != 0;
	}
#else
	int32_t ethernet_start(void)
	{
		return 0;
	}

	int32_t ethernet_is_up(void)
	{
		return 1;
	}
#endif
