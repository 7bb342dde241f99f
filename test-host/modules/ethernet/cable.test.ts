import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { FfiSources } from "../../helpers/ffi-sources";
import { describeWith } from "../../helpers/needs";

/** What of the ESP-IDF the file uses. */
const ESP_IDF = `#include <stddef.h>
#include <stdint.h>
typedef int esp_err_t;
enum { ESP_OK, ESP_ERR_NO_MEM = 0x101, ESP_ERR_INVALID_STATE = 0x103 };
typedef void *esp_eth_handle_t;
typedef struct esp_netif esp_netif_t;
typedef struct esp_mac esp_eth_mac_t;
typedef struct esp_phy esp_eth_phy_t;
typedef struct { int priority; } eth_mac_config_t;
typedef struct { uint32_t autonego_timeout_ms; } eth_phy_config_t;
typedef struct { esp_eth_mac_t *mac; esp_eth_phy_t *phy; } esp_eth_config_t;
typedef struct { int base; } esp_netif_config_t;
typedef struct { struct { uint32_t addr; } ip; } esp_netif_ip_info_t;
#define ETH_MAC_DEFAULT_CONFIG() { 1 }
#define ETH_PHY_DEFAULT_CONFIG() { 1 }
#define ETH_DEFAULT_CONFIG(mac, phy) { mac, phy }
#define ESP_NETIF_DEFAULT_ETH() { 1 }
esp_eth_mac_t *esp_eth_mac_new_openeth(const eth_mac_config_t *config);
esp_eth_phy_t *esp_eth_phy_new_generic(const eth_phy_config_t *config);
esp_err_t esp_eth_driver_install(const esp_eth_config_t *config, esp_eth_handle_t *driver);
esp_err_t esp_eth_start(esp_eth_handle_t driver);
esp_err_t esp_eth_update_input_path(
	esp_eth_handle_t driver,
	esp_err_t (*receive)(esp_eth_handle_t driver, uint8_t *buffer, uint32_t length, void *context),
	void *context);
void *esp_eth_new_netif_glue(esp_eth_handle_t driver);
esp_err_t esp_event_loop_create_default(void);
esp_err_t esp_netif_init(void);
esp_netif_t *esp_netif_new(const esp_netif_config_t *config);
esp_err_t esp_netif_attach(esp_netif_t *interface, void *glue);
esp_err_t esp_netif_receive(esp_netif_t *interface, void *buffer, size_t length, void *handle);
esp_err_t esp_netif_get_ip_info(esp_netif_t *interface, esp_netif_ip_info_t *info);
`;
const HEADERS = { "esp_eth.h": ESP_IDF, "esp_event.h": "", "esp_netif.h": "" };

describeWith("cc", () => {
	let sources: FfiSources;
	beforeAll(() => {
		sources = new FfiSources(
			"ethernet",
			'printf("%d %d\\n", ethernet_start(), ethernet_is_up()); return 0;',
			HEADERS,
		);
	});
	afterAll(() => sources.remove());

	test.each([[[]], [["-DESP32=1"]]])(
		"the C compiles as the manifest says, without a warning: %p",
		(defines) => expect(sources.warnings(...defines)).toBe(""),
	);

	test("a computer has its network already", () => {
		expect(sources.run()).toMatchObject({ status: 0, stdout: "0 1\n" });
	});
});
