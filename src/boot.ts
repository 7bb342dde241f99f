import type { Report } from "./event";
import type { LastWords } from "./last-words";

/** Why the chip was reset, as far as that is worth knowing. */
export type ResetReason =
	| "power-on"
	| "external"
	| "restart"
	| "panic"
	| "interrupt-watchdog"
	| "task-watchdog"
	| "watchdog"
	| "deep-sleep"
	| "brownout"
	| "lock-up";

/** Resets that nobody wanted. */
const FAULTS: readonly ResetReason[] = Object.freeze([
	"panic",
	"interrupt-watchdog",
	"task-watchdog",
	"watchdog",
	"brownout",
	"lock-up",
]);

/**
 * Tells, once, why the last run ended if it should not have.
 *
 * @param reset `undefined` where the platform does not know.
 */
export function reportLastRun(words: LastWords, reset: ResetReason | undefined, report: Report): void {
	const detail = words.take();
	if (detail !== undefined) report({ event: "fault", where: "boot", reason: "gave-up", detail });
	else if (reset !== undefined && FAULTS.includes(reset)) {
		report({ event: "fault", where: "boot", reason: reset });
	}
}
