import type { Cancel } from "../../src/clock";
import type {
	BrokerTest,
	PortalDevice,
	Refusal,
	ScannedNetwork,
	Status,
} from "../../src/portal/portal-device";

type Json = Record<string, unknown>;
type Section = Record<string, unknown>;

/** Networks in the air. */
export const NETWORKS: readonly (ScannedNetwork & { readonly channel: number })[] = [
	{ ssid: "Neighbour", rssi: -80, secure: true, channel: 11 },
	{ ssid: "Leafhouse", rssi: -52, secure: true, channel: 6 },
	{ ssid: "Café", rssi: -71, secure: false, channel: 1 },
];
/** Password of `Leafhouse`. */
export const WIFI_PASSWORD = "correct horse";
/** The broker that there is, and its password. */
export const BROKER = { host: "homeassistant.local", user: "leaf", password: "s3cret-broker" };
export const SETUP_PASSWORD = "setup-password-1";
export const SECRET_FIELDS = ["password", "key", "admin"];
/** How long what takes its time takes, ms. */
const WORK = 100;

const UNCONFIGURED: Status = {
	...{
		configured: false,
		complaints: [],
		firmware: "1.2.3",
		host: "leafcast-1a2b.local",
		uptime: 42,
		protection: "plain-key",
	},
	...{ counters: { frames: 1234, rejected: 0, dropped: 0 }, frames: 1234, values: {}, ages: {} },
	connection: { state: "unconfigured" },
	wifi: { state: "setup", hosting: true },
};

/** A device without settings as the portal sees it; it takes settings, joins, tests and scans as if it were real. */
export class FakePortalDevice implements PortalDevice {
	/** The stored settings, secrets and all. */
	stored: Json = {};
	/** Everything that was asked of it, other than to look. */
	readonly done: string[] = [];
	current: Status = UNCONFIGURED;
	/** Why the next change is refused. */
	refusal: Refusal | undefined;
	readonly #after: (ms: number, callback: () => void) => Cancel;

	/** @param after How time passes. */
	constructor(after: (ms: number, callback: () => void) => Cancel) {
		this.#after = after;
	}

	status(): Status {
		return this.current;
	}

	log(): string {
		return JSON.stringify([
			{ at: 1, event: { event: "unconfigured", errors: [] } },
			{ at: 3, event: { event: "wifi", state: "joining", ssid: "Leafhouse" } },
		]);
	}

	settings(): object {
		return visible(this.stored) as object;
	}

	change(changes: object): Refusal | undefined {
		if (this.refusal !== undefined) return this.refusal;
		const errors = this.#errorsOf(changes as Json);
		if (errors.length > 0) return { errors };
		this.stored = merge(this.stored, changes as Json);
		this.done.push("change");
		this.#join();
		return undefined;
	}

	scan(onDone: (result: readonly ScannedNetwork[]) => void): void {
		this.done.push("scan");
		this.#after(WORK, () => onDone(NETWORKS));
	}

	testBroker(changes: object, onDone: (result: BrokerTest) => void): ReturnType<PortalDevice["testBroker"]> {
		const { mqtt } = merge(this.stored, changes as Json) as { mqtt?: Section };
		const errors = this.#errorsOf({ mqtt: { enabled: true, ...mqtt } });
		if (errors.length > 0) return { errors };
		this.done.push("test");
		return this.#after(WORK, () => onDone(brokerTest(mqtt ?? {})));
	}

	exportSettings(passphrase: string, onDone: (result: { readonly file: string }) => void): void {
		this.#after(WORK, () =>
			onDone({ file: JSON.stringify({ format: "leafcast", check: passphrase.length }) }),
		);
	}

	importSettings(file: string, passphrase: string, onDone: (refusal: Refusal | undefined) => void): void {
		const right = file === JSON.stringify({ format: "leafcast", check: passphrase.length });
		this.#after(WORK, () => onDone(right ? undefined : { reason: "wrong-passphrase-or-damaged" }));
	}

	adminRecord(): string | undefined {
		return (this.stored["device"] as Section | undefined)?.["admin"] as string | undefined;
	}

	setupPassword(): string {
		return SETUP_PASSWORD;
	}

	restart(): void {
		this.done.push("restart");
	}

	factoryReset(): void {
		this.done.push("reset");
		this.stored = {};
		this.current = UNCONFIGURED;
	}

	/** A few of the rules that the real settings have. */
	#errorsOf(changes: Json): { field: string; message: string }[] {
		const { mqtt } = changes as { mqtt?: Section };
		const errors = [];
		if (mqtt?.["enabled"] !== false && mqtt !== undefined && !mqtt["host"] && !this.stored["mqtt"]) {
			errors.push({ field: "mqtt.host", message: "is missing" });
		}
		const port = mqtt?.["port"];
		if (port !== undefined && !(Number.isInteger(port) && Number(port) >= 1 && Number(port) <= 65535)) {
			errors.push({ field: "mqtt.port", message: "must be a whole number from 1 to 65535" });
		}
		return errors;
	}

	/** The fake has one network that can be joined, and then has values. */
	#join(): void {
		const { wifi } = this.stored as { wifi?: { networks?: Section[] } };
		const network = wifi?.networks?.[0];
		const configured = { ...this.current, configured: true, complaints: [] };
		const ssid = String(network?.["ssid"] ?? "");
		this.current = { ...configured, wifi: { state: "joining", ssid, hosting: true } };
		this.#after(WORK, () => {
			const right = ssid === "Leafhouse" && network?.["password"] === WIFI_PASSWORD;
			this.current = right ? working(this.current) : refused(this.current, ssid);
		});
	}
}

function working(status: Status): Status {
	return {
		...status,
		wifi: { state: "up", ssid: "Leafhouse", rssi: -52, hosting: true },
		connection: { state: "online" },
		values: { soc: 58.4, health: 86, voltage: 365.5, range: 68, charging: false },
		ages: { soc: 400, health: 61_000, voltage: 400, range: 400, charging: 900 },
		identity: { generation: "AZE0", packKwh: 24, evidence: [] },
		crystal: 8_000_000,
		poll: { name: "battery", dueInMs: 42_000, waits: "not-due" } as never,
	};
}

function refused(status: Status, ssid: string): Status {
	const reason = ssid === "Leafhouse" ? "wifi-password" : "wifi-not-found";
	return { ...status, wifi: { state: "waiting", ssid, reason, retryMs: 5000, hosting: true } };
}

function brokerTest({ host, user, password, port }: Section): BrokerTest {
	if (host !== BROKER.host) return { state: "name-not-found" };
	if (port !== undefined && port !== 8883) return { state: "refused" };
	if (user !== BROKER.user || password !== BROKER.password) return { state: "password" };
	return { state: "ok", homeAssistant: true };
}

function isSection(value: unknown): value is Json {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

function merge(old: Json, changes: Json): Json {
	const result = { ...old };
	for (const [name, value] of Object.entries(changes)) {
		if (value === null) delete result[name];
		else if (isSection(value)) result[name] = merge(isSection(result[name]) ? result[name] : {}, value);
		else result[name] = value;
	}
	return result;
}

/** Every secret replaced by `true`. */
function visible(value: unknown, name = ""): unknown {
	if (SECRET_FIELDS.includes(name)) return true;
	if (Array.isArray(value)) return value.map((each) => visible(each));
	if (!isSection(value)) return value;
	return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, visible(part, key)]));
}
