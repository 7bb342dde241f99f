import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const SHARED = new URL("../../../shared/", import.meta.url);

let said = false;

/**
 * Path of a file in the folder `shared` beside the project, which holds captures of real cars. A clone of the
 * project alone has none: then it is said in one line, and the tests that need it are no part of the run.
 */
export function sharedFile(path: string): string | undefined {
	const url = new URL(path, SHARED);
	if (existsSync(url)) return fileURLToPath(url);
	if (!said)
		process.stdout.write(`without ../shared/${path}: captures of real cars are not part of this run\n`);
	said = true;
	return undefined;
}

/** One captured frame or reply, and what it means. */
export interface Vector {
	readonly id: string;
	readonly canId: string;
	/** Of broadcasts: whose byte positions apply. */
	readonly decodeAs?: "ZE0" | "AZE0" | "ZE1" | "CAR";
	readonly kind: "broadcast" | "isotp";
	/** Car and pack, such as `ZE1-62`. */
	readonly generation: string;
	readonly bus?: "EV-CAN" | "CAR-CAN";
	/** Hex; of ISO-TP replies a list of frames. */
	readonly data: string | readonly string[];
	readonly expect: Readonly<Record<string, unknown>>;
}

/** The vectors that `wanted` picks; none in a clone without them. */
export function sharedVectors(wanted: (vector: Vector) => boolean): Vector[] {
	const path = sharedFile("vectors/leaf-vectors.json");
	return path === undefined ? [] : (JSON.parse(readFileSync(path, "utf8")) as Vector[]).filter(wanted);
}
