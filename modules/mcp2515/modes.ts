import type { ChipRegisters } from "./chip-registers";
import { Control, MAX_READS, Register } from "./registers";

/**
 * `listen-only` neither acknowledges nor sends, so no node can notice us (data sheet DS20001801, 10.3); `normal`
 * takes part (10.5); `one-shot` does too, but what nobody acknowledges is not repeated (3.4); `loopback` sends to
 * ourselves without the bus (10.4); `sleep` saves power until the bus stirs (10.2).
 */
export type Mode = "listen-only" | "normal" | "one-shot" | "loopback" | "sleep";

/** REQOP and OSM of CANCTRL for each mode (register 10-1). */
export const MODE_BITS: Readonly<Record<Mode | "configuration", number>> = Object.freeze({
	normal: Control.normal,
	"one-shot": Control.normal | Control.oneShot,
	sleep: Control.sleep,
	loopback: Control.loopback,
	"listen-only": Control.listenOnly,
	configuration: Control.configuration,
});

/** Requests a mode and waits until the chip is in it (10.0). `false` when it does not follow. */
export function requestMode(registers: ChipRegisters, mode: Mode | "configuration"): boolean {
	const bits = MODE_BITS[mode];
	registers.modify(Register.canctrl, Control.modeMask | Control.oneShot, bits);
	for (let read = 0; read < MAX_READS; read++) {
		if (((registers.read(Register.canstat) ^ bits) & Control.modeMask) === 0) return true;
	}
	return false;
}
