import FFI from "mc/ffi";
import Net from "net";

/** The last six hex digits of the MAC address, lower case; `undefined` while there is no network interface. */
export function serialNumber(): string | undefined {
	return Net.get("MAC")?.replaceAll(":", "").toLowerCase().slice(-6);
}

/** Starts the firmware anew; does not return. */
export function restart(): void {
	new FFI().board_restart();
}
