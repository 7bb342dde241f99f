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

/** Bits of what may end deep sleep (`esp_sleep_wakeup_cause_t`): external pins one by one and together, GPIO; timer. */
const WOKEN = Object.freeze({ byPin: (1 << 2) | (1 << 3) | (1 << 7), byTimer: 1 << 4 });

/** What is to end deep sleep: time, a pin, or whichever comes first. */
export interface Waking {
	/** Whole milliseconds, 1 to 2^32 - 1. */
	readonly ms?: number;
	/** GPIO and the level that wakes; on a classic ESP32 0, 2, 4, 12 to 15, 25 to 27 or 32 to 39. */
	readonly pin?: { readonly gpio: number; readonly level: 0 | 1 };
}

/** The last six hex digits of the MAC address of the board, lower case; `undefined` where it has none. */
export function serialNumber(): string | undefined {
	// Not from the SDK's `net`: that knows an address only after Wi-Fi has been started.
	const bytes = new FFI().board_serial();
	return bytes < 0 ? undefined : bytes.toString(16).padStart(6, "0");
}

/** The IPv4 address of the device in others' networks; `undefined` while it has none. */
export function ipAddress(): string | undefined {
	// Without the name the SDK finds none while there is a network of our own as well.
	return Net.get("IP", "station");
}

/** Starts the firmware anew; does not return. */
export function restart(): void {
	new FFI().board_restart();
}

/** Why the chip was reset last; `undefined` where nobody knows. */
export function resetReason(): (typeof RESET_REASONS)[number] {
	return RESET_REASONS[new FFI().board_reset_reason()];
}

/**
 * Stops nearly everything until one of what is named comes; the firmware then starts anew, and the reset reason is
 * `deep-sleep`. Does not return, unless nothing could wake the board, or not that.
 */
export function deepSleep({ ms = 0, pin }: Waking): { readonly reason: "no-waking" | "pin-refused" } {
	if (ms === 0 && pin === undefined) return { reason: "no-waking" };
	new FFI().board_deep_sleep(ms, pin?.gpio ?? -1, pin?.level ?? 0);
	return { reason: "pin-refused" };
}

/** What ended deep sleep; `undefined` after any other reset. */
export function wakeCause(): "pin" | "timer" | undefined {
	const causes = new FFI().board_wake_causes();
	if ((causes & WOKEN.byPin) !== 0) return "pin";
	return (causes & WOKEN.byTimer) !== 0 ? "timer" : undefined;
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
