import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";

/** Signals the program when standard input ends: also when the test run is killed and cannot do it. */
const GUARD =
	'signal=$1; shift; exec 3<&0; "$@" 3<&- & child=$!; ' +
	"{ cat <&3; kill -$signal $child; } >/dev/null 2>&1 & wait $child";

/** A program that outlives nobody: `stdin.end()`, or the end of this process, sends it the signal. */
export function spawnGuarded(
	signal: "KILL" | "TERM",
	...command: readonly string[]
): ChildProcessByStdio<Writable, null, Readable> {
	return spawn("sh", ["-c", GUARD, "guard", signal, ...command], { stdio: ["pipe", "ignore", "pipe"] });
}
