import Net from "net";

/** The last six hex digits of the MAC address, lower case; `undefined` while there is no network interface. */
export function serialNumber(): string | undefined {
	return Net.get("MAC")?.replaceAll(":", "").toLowerCase().slice(-6);
}
