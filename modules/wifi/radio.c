/* What the SDK's Wi-Fi leaves to the ESP-IDF. */

#include <stdint.h>

/* How many bytes of UTF-8 this character takes, 0 when it is none. */
static int32_t length_of(const uint8_t *text)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	int32_t length = text[0] < 0x80 ? 1 : text[0] < 0xc0 ? 0 : text[0] < 0xe0 ? 2 : text[0] < 0xf0 ? 3 : 4;
	if (length < 2)
		return length;
	uint32_t code = text[0] & (0x7f >> length);
	for (int32_t at = 1; at < length; at++) {
		/* Also true of the zero at the end. */
		if ((text[at] & 0xc0) != 0x80)
			return 0;
		code = code << 6 | (text[at] & 0x3f);
	}
	return code < least[length] || code > 0x10ffff || (code >= 0xd800 && code < 0xe000) ? 0 : length;
}

/* Whether it is UTF-8: the name of a network may be any bytes, and the engine reads on behind what is cut off. */
int32_t radio_is_text(char *name)
{
	const uint8_t *text = (const uint8_t *)name;
	while (*text != 0) {
		int32_t length = length_of(text);
		if (length == 0)
			return 0;
		text += length;
	}
	return 1;
}

#if ESP32
	#include "esp_event.h"
	#include "esp_netif.h"
	#include "esp_wifi.h"

	static volatile int32_t key_refused;

	/* With WPA3 a wrong key is a failed authentication, which the SDK takes for any other loss. */
	static void heard(void *context, esp_event_base_t base, int32_t event, void *data)
	{
		(void)context;
		(void)base;
		if (event != WIFI_EVENT_STA_DISCONNECTED)
			return;
		const wifi_event_sta_disconnected_t *disconnected = data;
		if (disconnected->reason == WIFI_REASON_AUTH_FAIL)
			key_refused = 1;
	}

	/* To be called before the SDK does anything with Wi-Fi, so that it hears of everything later. */
	int32_t radio_watch(void)
	{
		esp_err_t error = esp_event_loop_create_default();
		if (error != ESP_OK && error != ESP_ERR_INVALID_STATE)
			return error;
		return esp_event_handler_register(WIFI_EVENT, ESP_EVENT_ANY_ID, heard, NULL);
	}

	/* Whether that has happened since the address was last chosen. */
	int32_t radio_key_refused(void)
	{
		return key_refused;
	}

	static esp_err_t use_static(esp_netif_t *station, const char *address, const char *netmask,
		const char *gateway, const char *dns)
	{
		esp_netif_ip_info_t info = { 0 };
		esp_netif_dns_info_t server = { 0 };
		esp_err_t error = esp_netif_dhcpc_stop(station);
		if (error == ESP_ERR_ESP_NETIF_DHCP_ALREADY_STOPPED)
			error = ESP_OK;
		if (error == ESP_OK)
			error = esp_netif_str_to_ip4(address, &info.ip);
		if (error == ESP_OK)
			error = esp_netif_str_to_ip4(netmask, &info.netmask);
		if (error == ESP_OK)
			error = esp_netif_str_to_ip4(gateway, &info.gw);
		if (error == ESP_OK)
			error = esp_netif_set_ip_info(station, &info);
		server.ip.type = ESP_IPADDR_TYPE_V4;
		if (error == ESP_OK)
			error = esp_netif_str_to_ip4(dns, &server.ip.u_addr.ip4);
		return error == ESP_OK ? esp_netif_set_dns_info(station, ESP_NETIF_DNS_MAIN, &server) : error;
	}

	/* From now on this address is used, or DHCP where it is empty. 0, or an error of the ESP-IDF. */
	int32_t radio_use_address(char *address, char *netmask, char *gateway, char *dns)
	{
		key_refused = 0;
		esp_netif_t *station = esp_netif_get_handle_from_ifkey("WIFI_STA_DEF");
		if (station == NULL)
			return ESP_ERR_INVALID_STATE;
		if (address[0] != 0)
			return use_static(station, address, netmask, gateway, dns);
		esp_err_t error = esp_netif_dhcpc_start(station);
		return error == ESP_ERR_ESP_NETIF_DHCP_ALREADY_STARTED ? ESP_OK : error;
	}

	/* Takes WPA away from the access point that the SDK has started: it lets stations choose between that and WPA2.
	   Its DHCP server names the access point as the server for names by itself. 0, or an error of the ESP-IDF. */
	int32_t radio_protect(void)
	{
		wifi_config_t config;
		esp_err_t error = esp_wifi_get_config(WIFI_IF_AP, &config);
		if (error != ESP_OK)
			return error;
		config.ap.authmode = WIFI_AUTH_WPA2_PSK;
		config.ap.pairwise_cipher = WIFI_CIPHER_TYPE_CCMP;
		/* Who can protect the management frames as well, does. */
		config.ap.pmf_cfg.capable = true;
		config.ap.pmf_cfg.required = false;
		return esp_wifi_set_config(WIFI_IF_AP, &config);
	}

	/* Signal strength of the network that it is in, dBm; 0 while it is in none. */
	int32_t radio_rssi(void)
	{
		wifi_ap_record_t record;
		return esp_wifi_sta_get_ap_info(&record) == ESP_OK ? record.rssi : 0;
	}
#endif
