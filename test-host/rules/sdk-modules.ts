/**
 * The manifests of the Moddable SDK that bring each module of it that the firmware may import: any one of them does.
 * Taken from the manifests of SDK 8.2.3; `$(MODULES)` is `$(MODDABLE)/modules`.
 */
export const SDK_MODULES: Readonly<Record<string, readonly string[]>> = {
	Resource: ["$(MODULES)/files/resource/manifest.json"],
	"embedded:io/digital": ["$(MODULES)/io/digital/manifest.json", "$(MODULES)/io/manifest.json"],
	"embedded:io/socket/listener": ["$(MODULES)/io/manifest.json"],
	"embedded:io/socket/tcp": ["$(MODULES)/io/manifest.json"],
	"embedded:io/socket/udp": ["$(MODULES)/io/manifest.json"],
	"embedded:io/spi": ["$(MODULES)/io/spi/manifest.json", "$(MODULES)/io/manifest.json"],
	"embedded:network/http/server": ["$(MODDABLE)/examples/io/listener/httpserver/manifest_httpserver.json"],
	"embedded:network/interface/ethernet": ["$(MODULES)/io/ethernet/manifest.json"],
	"embedded:network/interface/wifi": [
		"$(MODULES)/io/wifi/manifest.json",
		"$(MODDABLE)/examples/manifest_net.json",
	],
	"embedded:storage/key-value": ["$(MODULES)/io/storage/manifest.json"],
	"embedded:update": ["$(MODULES)/io/update/manifest.json"],
	"mc/config": ["$(MODDABLE)/examples/manifest_base.json"],
	// Made for the manifest that has functions in C, by `mcconfig` itself.
	"mc/ffi": ["$(MODDABLE)/examples/manifest_base.json"],
	file: ["$(MODULES)/files/file/manifest.json"],
	instrumentation: ["$(MODULES)/base/instrumentation/manifest.json"],
	net: ["$(MODULES)/network/net/manifest.json", "$(MODDABLE)/examples/manifest_net.json"],
	resetReason: ["$(BUILD)/devices/esp32/modules/resetReason/manifest.json"],
	sntp: ["$(MODULES)/network/sntp/manifest.json", "$(MODDABLE)/examples/manifest_net.json"],
	"text/decoder": ["$(MODULES)/data/text/decoder/manifest.json"],
	"text/encoder": ["$(MODULES)/data/text/encoder/manifest.json"],
	time: ["$(MODDABLE)/examples/manifest_base.json"],
	timer: ["$(MODDABLE)/examples/manifest_base.json"],
	wifi: ["$(MODULES)/network/wifi/manifest.json"],
};

/** Every application includes it: it brings the memory settings, the language options and what all platforms have. */
export const BASE_MANIFEST = "$(MODDABLE)/examples/manifest_base.json";

/** One spelling for each manifest of the SDK. */
export function normalInclude(include: string): string {
	return include.replace("$(MODDABLE)/modules/", "$(MODULES)/");
}
