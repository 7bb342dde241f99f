import FFI from "mc/ffi";
import Net from "net";

/** Names of ESP-IDF's reset reasons, by number; `undefined` where it does not know, or only a developer's tool resets. */
const RESET_REASONS = Object.freeze([
	undefined,
	"power-on",
	"external",
	"restart",
	"panic",
	"interrupt-watchdog",
	"task-watchdog",
	"watchdog",
	"deep-sleep",
	"brownout",
	undefined,
	undefined,
	undefined,
	undefined,
	"brownout",
	"lock-up",
] as const);

/** The last six hex digits of the MAC address of the board, lower case; `undefined` where it has none. */
export function serialNumber(): string | undefined {
	// Not from the SDK's `net`: that knows an address only after Wi-Fi has been started.
	const bytes = new FFI().board_serial();
	return bytes < 0 ? undefined : bytes.toString(16).padStart(6, "0");
}

/** The IPv4 address of the device; `undefined` while it has none. */
export function ipAddress(): string | undefined {
	return Net.get("IP");
}

/** Starts the firmware anew; does not return. */
export function restart(): void {
	new FFI().board_restart();
}

/** Why the chip was reset last; `undefined` where nobody knows. */
export function resetReason(): (typeof RESET_REASONS)[number] {
	return RESET_REASONS[new FFI().board_reset_reason()];
}

/** Of the system's heap, in bytes; `undefined` where it has no bounds. */
export function freeMemory(): number | undefined {
	const bytes = new FFI().board_free_memory();
	return bytes === 0 ? undefined : bytes;
}

/** Uniform in [0, 1), from the noise of the radio while that is on. */
export function random(): number {
	return new FFI().board_random() / 2 ** 32;
}

/** Bytes that nobody can guess, from the same source: for keys and passwords the radio must be on. */
export function randomBytes(count: number): Uint8Array {
	const bytes = new Uint8Array(count);
	const ffi = new FFI();
	for (let at = 0; at < count; at++) bytes[at] = ffi.board_random() & 0xff;
	return bytes;
}

/** Writes to the serial port of a release, where traces go nowhere. */
export function print(text: string): void {
	new FFI().board_print(text);
}
