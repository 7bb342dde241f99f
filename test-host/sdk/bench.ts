import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadTraffic } from "../cli/traffic";
import { freePort } from "../helpers/free-port";
import { type Mosquitto, startMosquitto } from "../helpers/mosquitto";
import { Certificate, type CertificateOptions } from "../virtual/certificate";
import { computerClock } from "../virtual/computer-clock";
import { SlcanCar, type SlcanCarOptions } from "../virtual/slcan-car";
import { LinuxBoard } from "./linux-board";
import { buildFirmware, buildHost, type Config } from "./toolchain";

/** The login that the brokers of the bench demand. */
export const LOGIN = { user: "leaf", password: "s3cret" };
/** As whom boards log in that say nothing else. */
export const CLIENT_ID = "nissan_leaf_sdk001";

type Section = Readonly<Record<string, string | number>>;

/** A settings document. */
export interface Settings {
	readonly version: number;
	readonly mqtt: Section;
	readonly car: Section;
}

type Traffic = SlcanCarOptions["traffic"];

/** Everything around a firmware that mcconfig has built for Linux: cars, brokers with TLS, boards. */
export class Bench {
	readonly portalPort: number;
	readonly authority: Certificate;
	readonly #canPort: number;
	readonly #programs: readonly [host: string, firmware: string];
	readonly #folder = mkdtempSync(join(tmpdir(), "leafcast-bench-"));
	#car: SlcanCar | undefined = undefined;
	readonly #boards: LinuxBoard[] = [];
	readonly #brokers: Mosquitto[] = [];

	private constructor(
		[canPort, portalPort]: readonly [number, number],
		programs: readonly [host: string, firmware: string],
		authority: Certificate,
	) {
		this.#canPort = canPort;
		this.portalPort = portalPort;
		this.#programs = programs;
		this.authority = authority;
	}

	/** Builds the firmware and what it needs; see `BUILDING_TIME`. @param more Beside the ports. */
	static async build(more: Config = {}): Promise<Bench> {
		const ports = [await freePort(), await freePort()] as const;
		const [canPort, portalPort] = ports.map(String) as [string, string];
		const config = { canHost: "localhost", canPort, portalPort, mdnsPort: portalPort, ...more };
		const programs = [await buildHost(), await buildFirmware(config)] as const;
		return new Bench(ports, programs, await Certificate.root({ subject: "Home CA" }));
	}

	/** Puts a car, or a recording, on the bus; at most one at a time. */
	async drive(traffic: Traffic): Promise<void> {
		this.#car?.stop();
		this.#car = await SlcanCar.start({ traffic, clock: computerClock, port: this.#canPort });
	}

	/** Puts a built-in car on the bus. */
	async driveCar(name: string): Promise<void> {
		const { traffic } = loadTraffic({ car: name, replay: undefined, speed: 1, once: false });
		await this.drive(traffic as Traffic);
	}

	/** Starts a broker with TLS and the login above. */
	async startBroker(certificate: CertificateOptions = {}): Promise<Mosquitto> {
		const name = String(this.#brokers.length);
		const issued = await this.authority.issue({ names: ["localhost"], ...certificate });
		const tls = {
			ca: this.#file("ca.pem", this.authority.pem),
			cert: this.#file(`${name}.pem`, issued.pem),
			key: this.#file(`${name}-key.pem`, issued.key),
		};
		const broker = await startMosquitto({ tls, ...LOGIN });
		this.#brokers.push(broker);
		return broker;
	}

	/** The settings document for a broker of the bench. */
	settings({ port }: Mosquitto, mqtt: Section = {}): Settings {
		const { pem: ca } = this.authority;
		const broker = { host: "localhost", port, ca, ...LOGIN, clientId: CLIENT_ID };
		return { version: 1, mqtt: { ...broker, ...mqtt }, car: { bus: "ev-can" } };
	}

	/** Gives settings to the portal of the board that is on, as a person would. */
	async fillInPortal({ mqtt, car }: Settings): Promise<void> {
		const api = `http://127.0.0.1:${this.portalPort}/api/`;
		const { token } = (await (await fetch(`${api}session`)).json()) as { token: string };
		const headers = { "content-type": "application/json", "x-leafcast-token": token };
		const body = JSON.stringify({ mqtt, car });
		const { status } = await fetch(`${api}settings`, { method: "POST", headers, body });
		if (status !== 200) throw new Error(`the portal answered ${status}`);
	}

	/** A board that has never been switched on. @param settings Document in its flash. */
	board(settings?: object): LinuxBoard {
		const board = new LinuxBoard(...this.#programs, settings);
		this.#boards.push(board);
		return board;
	}

	/** Ends what a test has started; the brokers stay. */
	async tidy(): Promise<void> {
		this.#car?.stop();
		this.#car = undefined;
		for (const board of this.#boards.splice(0)) await board.remove();
	}

	async close(): Promise<void> {
		await this.tidy();
		for (const broker of this.#brokers) await broker.stop();
		rmSync(this.#folder, { recursive: true });
	}

	#file(name: string, text: string): string {
		const path = join(this.#folder, name);
		writeFileSync(path, text);
		return path;
	}
}
