import { readFileSync } from "node:fs";
import { type ParseArgsConfig, parseArgs } from "node:util";
import { DISCOVERY_FORMS, type DiscoveryForm } from "../../src/homeassistant/discovery";

/** A broker that is already there. */
export interface OutsideBroker {
	readonly host: string;
	readonly port: number;
	readonly tls: boolean;
}

/** What `npm start` has been asked to do. */
export interface StartOptions {
	readonly car: string;
	readonly replay: string | undefined;
	readonly speed: number | undefined;
	readonly broker: OutsideBroker | undefined;
	/** PEM texts. */
	readonly ca: string | undefined;
	readonly cert: string | undefined;
	readonly key: string | undefined;
	readonly user: string | undefined;
	readonly password: string | undefined;
	readonly qos: number;
	readonly clientId: string | undefined;
	readonly topicPrefix: string | undefined;
	readonly discovery: DiscoveryForm | undefined;
	/** Keep the last values in Home Assistant while the car is away. */
	readonly keepValues: boolean;
	readonly state: string | undefined;
	/** Listen only: ask the car for nothing. */
	readonly passive: boolean;
	/** Begin without settings; the portal asks for them. */
	readonly unconfigured: boolean;
	/** Where the portal is served on 127.0.0.1; 0 for any free port. */
	readonly portalPort: number;
	/** Port of 127.0.0.1 at which the device shows its CAN bus. */
	readonly serveCan: number | undefined;
	readonly engine: "xs" | "node" | undefined;
	/** What the time server does: it is silent, or begins with this time, ms since 1970 UTC. */
	readonly ntp: "silent" | number | undefined;
	readonly once: boolean;
	readonly json: boolean;
}

/** A command line that cannot be obeyed; the message is for the person who typed it. */
export class UsageError extends Error {}

/** Every option with what it does, for `--help`. */
export const OPTIONS = {
	car: { type: "string", text: "NAME|FILE  a built-in car or a car file (default ze1-62)" },
	replay: { type: "string", text: "FILE  play a candump log instead of a car; - reads standard input" },
	speed: { type: "string", text: "N  the car's time runs N times as fast" },
	broker: {
		type: "string",
		text: "URL  mqtts://host[:port] or mqtt://host[:port] instead of the embedded broker",
	},
	ca: { type: "string", text: "FILE  CA certificate to trust, PEM" },
	cert: { type: "string", text: "FILE  client certificate, PEM" },
	key: { type: "string", text: "FILE  key of the client certificate, PEM" },
	user: { type: "string", text: "U  user at the broker" },
	password: { type: "string", text: "P  password at the broker" },
	qos: { type: "string", text: "N  MQTT quality of service, 0 to 2 (default 1)" },
	"client-id": { type: "string", text: "ID  MQTT client id (default nissan_leaf_ and the MAC's end)" },
	"topic-prefix": { type: "string", text: "P  first level of the topics (default nissan_leaf)" },
	discovery: {
		type: "string",
		text: "components|device  a discovery document for each entity (default) or one for the device",
	},
	"keep-values": { type: "boolean", text: "Home Assistant keeps the last values while the car is away" },
	state: { type: "string", text: "DIR  keep the virtual flash there between runs" },
	passive: { type: "boolean", text: "listen only: ask the car for nothing" },
	unconfigured: {
		type: "boolean",
		text: "begin as out of the box, without settings: enter them in the portal",
	},
	"portal-port": {
		type: "string",
		text: "N  serve the portal on that port of 127.0.0.1 (default any free one)",
	},
	"serve-can": { type: "string", text: "N  show the CAN bus on that port of 127.0.0.1, in SLCAN" },
	engine: { type: "string", text: "xs|node  where the firmware runs (default xs)" },
	ntp: {
		type: "string",
		text: "silent|TIME  the time server is silent, or tells 2020-01-01T00:00:00Z (default: now)",
	},
	once: {
		type: "boolean",
		text: "end when the first complete set of values is with the broker; 1 after 30 s",
	},
	json: { type: "boolean", text: "one JSON line for each event instead of the live view" },
	help: { type: "boolean", text: "this text" },
} as const;

/** The text of `--help`. */
export function usage(): string {
	const lines = Object.entries(OPTIONS).map(([name, { text }]) => {
		const [argument, ...rest] = text.includes("  ") ? text.split("  ") : ["", text];
		return `  ${`--${name} ${argument}`.padEnd(22)} ${rest.join("  ")}`;
	});
	return `npm start -- [options]\n\n${lines.join("\n")}\n`;
}

/**
 * Reads the command line.
 *
 * @returns `undefined` when help was asked for.
 * @throws UsageError that names what is wrong.
 */
export function parseStartOptions(args: readonly string[]): StartOptions | undefined {
	const values = parse(args);
	if (values.help) return undefined;
	const broker = values.broker === undefined ? undefined : parseBroker(values.broker);
	if (!broker?.tls) refuseWithout("--broker mqtts://…", values, ["ca", "cert", "key"]);
	if (values.user === undefined) refuseWithout("--user", values, ["password"]);
	if ((values.cert === undefined) !== (values.key === undefined)) {
		throw new UsageError("--cert and --key belong together");
	}
	if (values.car !== undefined && values.replay !== undefined) {
		throw new UsageError("--car and --replay exclude each other");
	}
	if (values.unconfigured)
		refuseWith("--unconfigured", values, [
			"cert",
			"key",
			"qos",
			"client-id",
			"topic-prefix",
			"discovery",
			"keep-values",
			"passive",
			"serve-can",
		]);
	return {
		car: values.car ?? "ze1-62",
		replay: values.replay,
		speed: number("speed", values.speed, (value) => value > 0, "a number above 0"),
		broker,
		ca: pem("ca", values.ca),
		cert: pem("cert", values.cert),
		key: pem("key", values.key),
		user: values.user,
		password: values.password,
		qos: number("qos", values.qos, (value) => [0, 1, 2].includes(value), "0, 1 or 2") ?? 1,
		clientId: values["client-id"],
		topicPrefix: values["topic-prefix"],
		discovery: oneOf("discovery", values.discovery, DISCOVERY_FORMS),
		keepValues: values["keep-values"] ?? false,
		state: values.state,
		passive: values.passive ?? false,
		unconfigured: values.unconfigured ?? false,
		portalPort: number("portal-port", values["portal-port"], isPort, "a number from 1 to 65535") ?? 0,
		serveCan: number("serve-can", values["serve-can"], isServePort, "a number from 1024 to 65535"),
		engine: oneOf("engine", values.engine, ["xs", "node"]),
		ntp: timeServer(values.ntp),
		once: values.once ?? false,
		json: values.json ?? false,
	};
}

function parse(args: readonly string[]) {
	return parseWith(OPTIONS, args);
}

/**
 * Reads a command line of these options and nothing else.
 *
 * @throws UsageError that names what is wrong.
 */
export function parseWith<const Options extends NonNullable<ParseArgsConfig["options"]>>(
	options: Options,
	args: readonly string[],
) {
	try {
		return parseArgs({ args: [...args], options, strict: true }).values;
	} catch (error) {
		throw new UsageError((error as Error).message);
	}
}

function parseBroker(text: string): OutsideBroker {
	const url = URL.canParse(text) ? new URL(text) : undefined;
	const tls = { "mqtts:": true, "mqtt:": false }[url?.protocol ?? ""];
	if (url === undefined || tls === undefined || url.hostname === "") {
		throw new UsageError(`--broker ${text}: must look like mqtts://host:8883 or mqtt://host:1883`);
	}
	if (url.username !== "" || url.password !== "") {
		throw new UsageError("--broker: the login at the broker goes into --user and --password");
	}
	const port = url.port === "" ? (tls ? 8883 : 1883) : Number(url.port);
	return { host: url.hostname.replace(/^\[|\]$/g, ""), port, tls };
}

function refuseWithout(needed: string, values: Record<string, unknown>, names: readonly string[]): void {
	for (const name of names) {
		if (values[name] !== undefined) throw new UsageError(`--${name} goes with ${needed}`);
	}
}

/** What only becomes settings would be ignored where those are entered in the portal, and not shown to be entered. */
function refuseWith(other: string, values: Record<string, unknown>, names: readonly string[]): void {
	for (const name of names) {
		if (values[name] !== undefined) throw new UsageError(`--${name} does not go with ${other}`);
	}
}

/** Whether the settings of the device allow it. */
function isServePort(value: number): boolean {
	return isPort(value) && value >= 1024;
}

/** Whether somebody can listen there. */
export function isPort(value: number): boolean {
	return Number.isInteger(value) && value >= 1 && value <= 65535;
}

/**
 * The number that an option was given.
 *
 * @throws UsageError when it is none, or does not fit; `what` says what would.
 */
export function number(
	name: string,
	text: string | undefined,
	fits: (value: number) => boolean,
	what: string,
) {
	if (text === undefined) return undefined;
	const value = text.trim() === "" ? Number.NaN : Number(text);
	if (!Number.isFinite(value) || !fits(value)) throw new UsageError(`--${name} ${text}: must be ${what}`);
	return value;
}

function timeServer(text: string | undefined): "silent" | number | undefined {
	if (text === undefined || text === "silent") return text;
	const time = Date.parse(text);
	if (Number.isNaN(time))
		throw new UsageError(`--ntp ${text}: must be silent or a time such as 2020-01-01T00:00:00Z`);
	return time;
}

function oneOf<const T extends string>(
	name: string,
	text: string | undefined,
	choices: readonly T[],
): T | undefined {
	if (text === undefined) return undefined;
	const choice = choices.find((each) => each === text);
	if (choice === undefined) throw new UsageError(`--${name} ${text}: must be ${choices.join(" or ")}`);
	return choice;
}

function pem(name: string, file: string | undefined): string | undefined {
	if (file === undefined) return undefined;
	let text: string;
	try {
		text = readFileSync(file, "utf8");
	} catch (error) {
		throw new UsageError(`--${name}: ${(error as Error).message}`);
	}
	if (!text.includes("-----BEGIN ")) throw new UsageError(`--${name} ${file}: is not a PEM file`);
	return text;
}
