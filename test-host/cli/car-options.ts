import { isPort, number, parseWith } from "./start-options";

/** What `npm run car` has been asked to do. */
export interface CarOptions {
	readonly car: string;
	readonly replay: string | undefined;
	readonly speed: number;
	readonly host: string;
	/** 0 for any free one. */
	readonly port: number;
}

const OPTIONS = {
	car: { type: "string" },
	replay: { type: "string" },
	speed: { type: "string" },
	host: { type: "string" },
	port: { type: "string" },
	help: { type: "boolean" },
} as const;

/** The text of `--help`. */
export const CAR_USAGE = `npm run car -- [options]

  --car NAME|FILE   a built-in car or a car file (default ze1-62)
  --replay FILE     play a candump log instead of a car; - reads standard input
  --speed N         the car's time runs N times as fast
  --host ADDRESS    listen there (default 127.0.0.1; 0.0.0.0 for the whole network)
  --port N          TCP port (default any free one)
  --help            this text

A virtual car on a CAN bus to which others connect over TCP, in SLCAN: the firmware's CAN over TCP, python-can
(slcan, socket://127.0.0.1:N), or whatever has a serial port made of it by socat. It wakes when the first one opens the
bus.
`;

/**
 * Reads the command line.
 *
 * @returns `undefined` when help was asked for.
 * @throws UsageError that names what is wrong.
 */
export function parseCarOptions(args: readonly string[]): CarOptions | undefined {
	const values = parseWith(OPTIONS, args);
	if (values.help) return undefined;
	return {
		car: values.car ?? "ze1-62",
		replay: values.replay,
		speed: number("speed", values.speed, (value) => value > 0, "a number above 0") ?? 1,
		host: values.host ?? "127.0.0.1",
		port: number("port", values.port, isPort, "a number from 1 to 65535") ?? 0,
	};
}
