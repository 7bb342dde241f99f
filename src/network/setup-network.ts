import type { KeyValueStore } from "../key-value-store";
import type { HostedNetwork } from "./wifi-radio";

/** IPv4 address of the device in its setup network, whose netmask is 255.255.255.0 (ESP-IDF). */
export const SETUP_ADDRESS = "192.168.4.1";

/** Under which the password is stored. */
const PASSWORD_KEY = "setup-password";
/** No two of them look or sound the same; on a phone all are on the first two pages of its keyboard. */
const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
/** Of 31 letters: 64 bits. */
const LENGTH = 13;
/** What is stored may be an older firmware's; it has to do for WPA2 (IEEE 802.11, J.4.1). */
const isPassphrase = (text: string) => /^[ -~]{8,63}$/.test(text);
/** Of phones and computers: the one that sets up, and one that helps. */
const CLIENTS = 2;

/**
 * The network by which the device is set up: its password is made at the first start, and stays.
 *
 * @param randomBytes From a source that nobody can guess: on the ESP32 only while the radio is on.
 * @param serial Hex digits that tell this device from others, at least four.
 */
export function setupNetwork(
	store: KeyValueStore,
	randomBytes: (count: number) => Uint8Array,
	serial: string,
): HostedNetwork {
	const ssid = `Leafcast-${serial.slice(-4)}`;
	const known = store.read(PASSWORD_KEY);
	if (known !== undefined && isPassphrase(known)) return { ssid, password: known, clients: CLIENTS };
	const password = madeUp(randomBytes);
	// Not stored, it is another one after a restart, which is better than none now.
	keepPassword(store, password);
	return { ssid, password, clients: CLIENTS };
}

/** Stores the password, for `setupNetwork` to find. */
export function keepPassword(store: KeyValueStore, password: string): void {
	store.write(PASSWORD_KEY, password);
}

function madeUp(randomBytes: (count: number) => Uint8Array): string {
	// Those above would make the first letters more likely than the others.
	const fair = 256 - (256 % LETTERS.length);
	let password = "";
	while (password.length < LENGTH) {
		for (const byte of randomBytes(LENGTH - password.length)) {
			if (byte < fair) password += LETTERS[byte % LETTERS.length];
		}
	}
	return password;
}
