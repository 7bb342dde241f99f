import manifest from "../../manifest-common.json";
import { emptyFrame } from "../../src/can/frame";
import type { Cancel } from "../../src/clock";
import type { AppEvent } from "../../src/event";
import { DELIVERY_KEY } from "../../src/settings/own-settings";
import { type Bundle, bundleFirmware } from "./bundle";
import type { Participant } from "./bus";
import { VirtualCar } from "./car";
import type { CarFile } from "./car-file";
import { computerClock } from "./computer-clock";
import { VirtualDevice } from "./device";
import type { StartEngine } from "./engine/engine";
import { Flash } from "./flash";
import type { HttpGateway } from "./http";
import { Mcp2515Chip } from "./mcp2515/chip";
import { PatientBus } from "./patient-bus";
import { type LogEntry, Replay } from "./replay";
import { Secrets } from "./secrets";
import { startTimeServer, type TimeServer } from "./time-server";
import { chooseTLS, type TLSChoice } from "./tls/choose-tls";

/** A locally administered address, the same in every run, so that the device keeps its name. */
const MAC = Uint8Array.of(0x02, 0x00, 0x00, 0x1e, 0xaf, 0x01);

/** Crystal on the board, Hz: that of most boards sold. The firmware finds out. */
const CRYSTAL = 8_000_000;

/** How often the chip tries again to send what nobody has acknowledged, ms. */
const RETRY_MS = 10;

/** What is on the bus. */
export type Traffic =
	| { readonly car: CarFile; readonly speed: number }
	| { readonly log: readonly LogEntry[]; readonly speed: number | "max" };

/** What a world is made of. */
export interface WorldOptions {
	readonly startEngine: StartEngine;
	readonly traffic: Traffic;
	/** Settings document that is delivered with the device; left out: what is in the flash, if anything, counts. */
	readonly settings?: object;
	/** Where the device can be reached. */
	readonly http: HttpGateway;
	/** Folder of the flash; left out, it is forgotten at the end. */
	readonly stateFolder?: string;
	/** What carries TLS; the best there is when left out. */
	readonly tls?: TLSChoice;
	/** What the time server tells, ms since 1970 UTC; silent while `undefined`. The computer's time when left out. */
	utc?(): number | undefined;
	/** The device reports. */
	onEvent(event: AppEvent): void;
	/** The device printed something that is no event. */
	onText(line: string): void;
	onException(error: Error): void;
	/** The replay has come to its end. */
	onReplayEnd?(): void;
}

interface Parts {
	readonly device: VirtualDevice;
	readonly chip: Mcp2515Chip;
	readonly bundle: Bundle;
	readonly traffic: Participant;
	readonly timeServer: TimeServer;
}

/** A virtual device with the firmware, its network, and a car on its bus. */
export class World {
	readonly device: VirtualDevice;
	readonly chip: Mcp2515Chip;
	readonly #bundle: Bundle;
	readonly #traffic: Participant;
	readonly #timeServer: TimeServer;
	/** The real chip repeats without end what nobody acknowledges. */
	readonly #stopRetrying: Cancel;

	private constructor(parts: Parts) {
		const { device, chip, bundle, traffic, timeServer } = parts;
		this.device = device;
		this.chip = chip;
		this.#bundle = bundle;
		this.#traffic = traffic;
		this.#timeServer = timeServer;
		this.#stopRetrying = computerClock.every(RETRY_MS, () => chip.retry());
	}

	/** Powers the device, then wakes the car. */
	static async start(options: WorldOptions): Promise<World> {
		const { Engine } = options.tls ?? chooseTLS();
		const bundle = await bundleFirmware(undefined, Engine === undefined ? "node" : "engine");
		const chip = new Mcp2515Chip(CRYSTAL);
		const flash = new Flash(options.stateFolder);
		const delivery = { path: "leafcast", key: DELIVERY_KEY };
		if (options.settings !== undefined) {
			flash.request({ op: "write", ...delivery, value: JSON.stringify(options.settings) });
		}
		const timeServer = await startTimeServer(options.utc ?? computerClock.utc);
		const device = await VirtualDevice.boot({
			startEngine: options.startEngine,
			bundle: bundle.path,
			chip,
			interruptPin: manifest.config.can.interrupt,
			buttonPin: manifest.config.button,
			flash,
			secrets: new Secrets(options.stateFolder),
			http: options.http,
			tlsEngine: Engine,
			timePort: timeServer.port,
			mac: MAC,
			onConsole: (line) => readConsole(line, options),
			onException: options.onException,
		});
		const traffic = connect(chip, device, options);
		return new World({ device, chip, bundle, traffic, timeServer });
	}

	/** Ends everything at once; ask the device to stop first where it is to say goodbye. */
	async end(): Promise<void> {
		this.#stopRetrying();
		this.#traffic.stop();
		await this.device.powerOff();
		await this.#timeServer.stop();
		await this.#bundle.remove();
	}
}

function readConsole(line: string, { onEvent, onText }: WorldOptions): void {
	if (line.startsWith('{"event":')) onEvent(JSON.parse(line) as AppEvent);
	else if (line !== "") onText(line);
}

/** Puts chip and car on one bus. */
function connect(
	chip: Mcp2515Chip,
	device: VirtualDevice,
	{ traffic, onReplayEnd }: WorldOptions,
): Participant {
	const ready = () => device.idle();
	const bus = new PatientBus((frame) => void chip.receive(frame), ready);
	const clock = computerClock;
	const participant =
		"car" in traffic
			? new VirtualCar({ ...traffic, bus, clock })
			: new Replay({
					...traffic,
					bus,
					clock,
					ready,
					...(onReplayEnd && { onEnd: onReplayEnd }),
				});
	const copy = emptyFrame();
	chip.onTransmit = (frame) => {
		copy.id = frame.id;
		copy.dlc = frame.dlc;
		copy.data.set(frame.data);
		return participant.receive(copy);
	};
	return participant;
}
