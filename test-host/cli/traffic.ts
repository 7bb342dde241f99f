import { readdirSync, readFileSync } from "node:fs";
import { parse } from "node:path";
import { fileURLToPath } from "node:url";
import { parseCandump } from "../virtual/candump";
import { type CarFile, parseCarFile } from "../virtual/car-file";
import type { Traffic } from "../virtual/world";
import { type StartOptions, UsageError } from "./start-options";

const CARS = fileURLToPath(new URL("../virtual/cars/", import.meta.url));

/** What is on the bus, and how to call it. */
export interface NamedTraffic {
	readonly traffic: Traffic;
	readonly name: string;
	/** Which plug of the car the device is told to be in. */
	readonly bus: CarFile["bus"];
}

/** The names of the built-in cars. */
export function builtInCars(): string[] {
	return readdirSync(CARS).map((file) => parse(file).name);
}

/**
 * Reads the car or the recording that the options name.
 *
 * @throws UsageError that names what is wrong with it.
 */
export function loadTraffic({
	car,
	replay,
	speed,
	once,
}: Pick<StartOptions, "car" | "replay" | "speed" | "once">): NamedTraffic {
	if (replay !== undefined) return loadReplay(replay, speed ?? (once ? "max" : 1));
	const builtIn = builtInCars().includes(car);
	if (!builtIn && !/[./\\]/.test(car)) {
		throw new UsageError(
			`--car ${car}: the built-in cars are ${builtInCars().join(", ")}; or name a car file`,
		);
	}
	const parsed = parseCarFile(readText("--car", builtIn ? `${CARS}${car}.json` : car));
	if ("errors" in parsed) throw new UsageError(`--car ${car}:\n  ${parsed.errors.join("\n  ")}`);
	const { name, bus } = parsed.car;
	return { traffic: { car: parsed.car, speed: speed ?? 1 }, name: `${name} on ${bus}`, bus };
}

function loadReplay(file: string, speed: number | "max"): NamedTraffic {
	const { log, errors } = parseCandump(readText("--replay", file === "-" ? 0 : file));
	if (errors.length > 0) throw new UsageError(`--replay ${file}:\n  ${errors.slice(0, 5).join("\n  ")}`);
	if (log.length === 0) throw new UsageError(`--replay ${file}: holds no frames`);
	return { traffic: { log, speed }, name: `replay of ${file}`, bus: "ev-can" };
}

function readText(option: string, file: string | 0): string {
	try {
		return readFileSync(file, "utf8");
	} catch (error) {
		throw new UsageError(`${option}: ${(error as Error).message}`);
	}
}
