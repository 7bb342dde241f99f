import type { KeyValueStore } from "./key-value-store";

/** Under which the number of a device without MAC address is stored. */
const SERIAL_KEY = "serial";
const DIGITS = 6;

/**
 * Six hex digits that tell this device from others, the same after each restart: those of its MAC address, or made up
 * once where it has none.
 *
 * @param mac - The last six digits of its MAC address.
 * @param random - Uniform in [0, 1).
 */
export function serialNumber(mac: string | undefined, store: KeyValueStore, random: () => number): string {
	const known = mac ?? store.read(SERIAL_KEY);
	if (known !== undefined) return known;
	const made = Math.floor(random() * 16 ** DIGITS)
		.toString(16)
		.padStart(DIGITS, "0");
	// Not stored, it is another one after a restart, which is better than none now.
	store.write(SERIAL_KEY, made);
	return made;
}
