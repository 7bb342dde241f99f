import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { FfiSources } from "../../helpers/ffi-sources";
import { describeWith } from "../../helpers/needs";

/** What of the ESP-IDF the file uses. */
const ESP_IDF = `#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
typedef int esp_err_t;
typedef const char *esp_event_base_t;
enum { ESP_OK, ESP_ERR_INVALID_STATE = 0x103 };
enum { ESP_ERR_ESP_NETIF_DHCP_ALREADY_STARTED = 0x5003, ESP_ERR_ESP_NETIF_DHCP_ALREADY_STOPPED = 0x5004 };
enum { ESP_IPADDR_TYPE_V4 };
typedef enum { ESP_NETIF_DNS_MAIN } esp_netif_dns_type_t;
typedef enum { WIFI_IF_STA, WIFI_IF_AP } wifi_interface_t;
typedef struct esp_netif esp_netif_t;
typedef struct { uint32_t addr; } esp_ip4_addr_t;
typedef struct { esp_ip4_addr_t ip, netmask, gw; } esp_netif_ip_info_t;
typedef struct { struct { union { esp_ip4_addr_t ip4; } u_addr; uint8_t type; } ip; } esp_netif_dns_info_t;
typedef struct { uint8_t reason; } wifi_event_sta_disconnected_t;
typedef struct { int8_t rssi; } wifi_ap_record_t;
typedef union {
	struct { int authmode, pairwise_cipher; struct { bool capable, required; } pmf_cfg; } ap;
} wifi_config_t;
enum { WIFI_AUTH_WPA2_PSK = 3, WIFI_CIPHER_TYPE_CCMP = 4, WIFI_REASON_AUTH_FAIL = 202 };
enum { ESP_EVENT_ANY_ID = -1, WIFI_EVENT_STA_DISCONNECTED = 5 };
extern esp_event_base_t WIFI_EVENT;
typedef void (*esp_event_handler_t)(void *context, esp_event_base_t base, int32_t event, void *data);
esp_err_t esp_event_handler_register(esp_event_base_t base, int32_t event, esp_event_handler_t, void *context);
esp_err_t esp_event_loop_create_default(void);
esp_err_t esp_netif_dhcpc_start(esp_netif_t *interface);
esp_err_t esp_netif_dhcpc_stop(esp_netif_t *interface);
esp_netif_t *esp_netif_get_handle_from_ifkey(const char *key);
esp_err_t esp_netif_set_dns_info(esp_netif_t *interface, esp_netif_dns_type_t type, esp_netif_dns_info_t *dns);
esp_err_t esp_netif_set_ip_info(esp_netif_t *interface, const esp_netif_ip_info_t *info);
esp_err_t esp_netif_str_to_ip4(const char *text, esp_ip4_addr_t *address);
esp_err_t esp_wifi_get_config(wifi_interface_t interface, wifi_config_t *config);
esp_err_t esp_wifi_set_config(wifi_interface_t interface, wifi_config_t *config);
esp_err_t esp_wifi_sta_get_ap_info(wifi_ap_record_t *record);
`;
const HEADERS = { "esp_event.h": ESP_IDF, "esp_netif.h": "", "esp_wifi.h": "" };

/** Names of networks as C writes them, and whether they are UTF-8. */
const NAMES: readonly (readonly [text: string, isText: 0 | 1])[] = [
	["", 1],
	["Leafhouse ~", 1],
	["\\xc3\\xbc \\xe2\\x82\\xac \\xf0\\x9f\\x9a\\x97", 1],
	["\\xf4\\x8f\\xbf\\xbf \\xed\\x9f\\xbf \\xee\\x80\\x80", 1],
	// Cut off at the end, where the engine would read on.
	["abc\\xf0", 0],
	["abc\\xf0\\x9f\\x9a", 0],
	["\\xe2\\x82", 0],
	["\\xc3", 0],
	["\\xc3(", 0],
	["\\x80", 0],
	["\\xff\\xfe", 0],
	// Too long for what they say, half a pair, and beyond what there is.
	["\\xc0\\x80", 0],
	["\\xc1\\xbf", 0],
	["\\xe0\\x9f\\xbf", 0],
	["\\xf0\\x8f\\xbf\\xbf", 0],
	["\\xed\\xa0\\x80", 0],
	["\\xf4\\x90\\x80\\x80", 0],
	["\\xf8\\x88\\x80\\x80\\x80", 0],
];

describeWith("cc", () => {
	let sources: FfiSources;
	beforeAll(() => {
		const calls = NAMES.map(([text]) => `printf("%d", radio_is_text("${text}"));`);
		sources = new FfiSources("wifi", `${calls.join(" ")} return 0;`, HEADERS);
	});
	afterAll(() => sources.remove());

	test.each([[[]], [["-DESP32=1"]]])(
		"the C compiles as the manifest says, without a warning: %p",
		(defines) => expect(sources.warnings(...defines)).toBe(""),
	);

	test("the name of a network is a text only when it is UTF-8", () => {
		expect(sources.run().stdout).toBe(NAMES.map(([, isText]) => isText).join(""));
	});
});
