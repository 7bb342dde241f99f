import { randomBytes } from "node:crypto";
import type { TLSEngineClass } from "../../modules/tls/engine";
import { Datagrams } from "./datagrams";
import type { Engine, EngineExit, StartEngine, Usage } from "./engine/engine";
import type { Flash, FlashRequest } from "./flash";
import type { HttpGateway } from "./http";
import type { Mcp2515Chip } from "./mcp2515/chip";
import { resolveName } from "./names";
import { type Hosted, Radio, type RadioCall } from "./radio";
import { Secrets } from "./secrets";
import { Sockets } from "./sockets";
import { Timers } from "./timers";
import { TLSEngines } from "./tls/engines";
import { Call, Event, HEADER, handleOf, pack, uint16Of, uint32Of, unpackDatagram } from "./wire";

const NOTHING = new Uint8Array(0);
/** Addresses of a browser in the home network and in the one of the device. */
const PEER = Object.freeze({ home: "192.168.1.50", setup: "192.168.4.2" });

/** What a virtual device is made of. */
export interface DeviceOptions {
	readonly startEngine: StartEngine;
	/** Path of the firmware. */
	readonly bundle: string;
	readonly chip: Mcp2515Chip;
	/** Pin of the chip's INT line. */
	readonly interruptPin: number;
	/** Pin of the button on the board. */
	readonly buttonPin: number;
	readonly flash: Flash;
	/** Where its key lies; left out, it is forgotten at the end. */
	readonly secrets?: Secrets;
	/** Where the device can be reached. */
	readonly http: HttpGateway;
	/** The engines that carry TLS; without them the sockets do it. */
	readonly tlsEngine?: TLSEngineClass | undefined;
	/** Port on 127.0.0.1 of the time server that is behind every name of one. */
	readonly timePort: number;
	/** 6 bytes. */
	readonly mac: Uint8Array;
	/** Gets the console of the device line by line. */
	onConsole(line: string): void;
	/** The firmware threw; the text has the TypeScript stack. The device is then dead, as one that reboots. */
	onException(error: Error): void;
}

/** A board with an ESP32, an MCP2515, flash and network: the firmware in an engine, the rest outside. */
export class VirtualDevice {
	readonly #options: DeviceOptions;
	readonly #sockets = new Sockets((event) => this.#post(event));
	readonly #datagrams: Datagrams;
	/** Its Wi-Fi; what is in the air can be changed. */
	readonly radio = new Radio((event) => this.#post(event));
	readonly #timers = new Timers((handle) => this.#post(pack(Event.TIMER, handle)));
	readonly #answers: Readonly<Record<number, (handle: number, call: Uint8Array) => Uint8Array>>;
	/** `undefined` while the firmware is being loaded. */
	#engine: Engine | undefined = undefined;
	/** Settles when the firmware has ended otherwise than by a restart. */
	readonly exited: Promise<EngineExit>;
	#end: (exit: EngineExit) => void = () => {};
	#console = "";
	readonly #beforeBoot: Uint8Array[] = [];
	#atWork = 0;
	#off = false;
	readonly #whenIdle: (() => void)[] = [];
	/** Whether somebody holds the button on the board. */
	buttonPressed = false;
	/** Computrons spent since boot, where the engine counts. */
	computrons = 0;

	private constructor(options: DeviceOptions) {
		this.#options = options;
		this.#datagrams = new Datagrams((event) => this.#post(event), options.timePort);
		this.#answers = this.#makeAnswers();
		this.exited = new Promise((resolve) => {
			this.#end = resolve;
		});
	}

	/** Powers the board. */
	static async boot(options: DeviceOptions): Promise<VirtualDevice> {
		const device = new VirtualDevice(options);
		options.chip.onInterrupt = () => device.#interrupt();
		await device.#load();
		options.http.start(
			(event) => device.#post(event),
			// Whoever opens the portal of a device that hosts a network is taken to have joined that.
			() => (device.radio.hosting === undefined ? PEER.home : PEER.setup),
		);
		return device;
	}

	/** The network that the board has opened. */
	get hosting(): Hosted | undefined {
		return this.radio.hosting;
	}

	/** Port on 127.0.0.1 behind which port 53 of the board is; `undefined` while it does not listen there. */
	get dnsPort(): number | undefined {
		return this.#datagrams.dnsPort;
	}

	/** Process of the firmware, where it has one. */
	get pid(): number | undefined {
		return this.#running.pid;
	}

	/** Resolves when the firmware has nothing to do, and nothing waits for it in the CAN controller; or is no more. */
	idle(): Promise<void> {
		return new Promise((resolve) => {
			this.#whenIdle.push(resolve);
			this.#lookWhetherIdle();
		});
	}

	/** Asks the firmware to finish; it prints `{"event":"stopped"}` when it has. */
	requestStop(): void {
		this.#post(pack(Event.STOP, 0));
	}

	/** Cuts the power: no goodbye to anybody. */
	async powerOff(): Promise<void> {
		this.#off = true;
		this.#powerOff();
		this.#lookWhetherIdle();
		await this.#engine?.stop();
	}

	get #running(): Engine {
		if (this.#engine === undefined) throw new Error("the device has not booted");
		return this.#engine;
	}

	async #load(): Promise<void> {
		const { startEngine, bundle } = this.#options;
		const engine = await startEngine(bundle, (call) => this.#answer(call));
		// The power went while it was being loaded.
		if (this.#off) await engine.stop();
		this.#engine = engine;
		void engine.exited.then((exit) => this.#exited(engine, exit));
		for (const event of this.#beforeBoot.splice(0)) this.#post(event);
	}

	#exited(engine: Engine, exit: EngineExit): void {
		if (engine !== this.#engine) return;
		this.#off = true;
		this.#powerOff();
		this.#lookWhetherIdle();
		this.#end(exit);
	}

	/** A reset of the board: everything but the flash and the chip on the bus begins anew. */
	async #restart(): Promise<void> {
		const engine = this.#running;
		this.#engine = undefined;
		this.#powerOff();
		this.#beforeBoot.length = 0;
		await engine.stop();
		await this.#load();
	}

	/** Everything that the board drives stops. */
	#powerOff(): void {
		this.#timers.clearAll();
		this.#sockets.cutAll();
		this.#datagrams.closeAll();
		this.radio.off();
		this.#options.http.cutAll();
	}

	/** Delivers an event; what comes while the firmware is still being loaded waits for that. */
	#post(event: Uint8Array): void {
		const engine = this.#engine;
		if (engine === undefined) {
			this.#beforeBoot.push(event);
			return;
		}
		this.#atWork += 1;
		engine
			.post(event)
			.then(
				({ computrons }: Usage) => {
					this.computrons += computrons ?? 0;
				},
				(error: Error) => {
					if (engine === this.#engine) this.#options.onException(error);
				},
			)
			.finally(() => {
				this.#atWork -= 1;
				this.#lookWhetherIdle();
			});
	}

	#lookWhetherIdle(): void {
		if (!this.#off && (this.#atWork > 0 || this.#options.chip.intLow)) return;
		for (const resolve of this.#whenIdle.splice(0)) resolve();
	}

	#isLow(pin: number): boolean {
		const { chip, interruptPin, buttonPin } = this.#options;
		return (pin === interruptPin && chip.intLow) || (pin === buttonPin && this.buttonPressed);
	}

	#interrupt(): void {
		this.#post(pack(Event.PIN, this.#options.interruptPin));
	}

	#answer(call: Uint8Array): Uint8Array {
		const answer = this.#answers[call[0] ?? 0];
		if (answer === undefined) throw new Error(`the firmware made unknown call ${call[0]}`);
		return answer(handleOf(call), call);
	}

	#makeAnswers(): Record<number, (handle: number, call: Uint8Array) => Uint8Array> {
		const { chip, flash, http, mac, secrets = new Secrets(), tlsEngine } = this.#options;
		const engines = new TLSEngines(tlsEngine);
		const content = (call: Uint8Array) => call.subarray(HEADER);
		const json = (call: Uint8Array) => JSON.parse(Buffer.from(content(call)).toString());
		const nothing =
			(action: (handle: number, call: Uint8Array) => void) => (handle: number, call: Uint8Array) => {
				action(handle, call);
				return NOTHING;
			};
		return {
			[Call.SPI]: (_, call) => chip.transfer(content(call)),
			[Call.PIN]: (pin) => Uint8Array.of(this.#isLow(pin) ? 0 : 1),
			[Call.TIMER_SET]: nothing((handle, call) => this.#timers.set(handle, uint32Of(call))),
			[Call.TIMER_CLEAR]: nothing((handle) => this.#timers.clear(handle)),
			[Call.SOCKET_OPEN]: nothing((handle, call) => this.#sockets.open(handle, json(call))),
			[Call.SOCKET_WRITE]: nothing((handle, call) => this.#sockets.write(handle, content(call).slice())),
			[Call.SOCKET_CLOSE]: nothing((handle) => this.#sockets.close(handle)),
			[Call.SOCKET_ACCEPT]: nothing((handle) => this.#sockets.accept(handle)),
			[Call.LISTENER_OPEN]: nothing((handle, call) => this.#sockets.listen(handle, uint16Of(call))),
			[Call.LISTENER_READ]: (handle, call) =>
				Uint8Array.of(this.#sockets.read(handle, uint16Of(call)) ? 1 : 0),
			[Call.LISTENER_CLOSE]: nothing((handle) => this.#sockets.unlisten(handle)),
			[Call.UDP_OPEN]: nothing((handle, call) => this.#datagrams.open(handle, uint16Of(call))),
			[Call.UDP_SEND]: nothing((handle, call) => {
				this.#datagrams.send(handle, unpackDatagram(content(call).slice()));
			}),
			[Call.UDP_CLOSE]: nothing((handle) => this.#datagrams.close(handle)),
			[Call.RESOLVE]: nothing((handle, call) => this.#resolve(handle, Buffer.from(content(call)).toString())),
			[Call.STORE]: (_, call) => {
				const value = flash.request(json(call) as FlashRequest);
				return value === undefined ? NOTHING : Buffer.from(JSON.stringify(value));
			},
			[Call.TRACE]: nothing((_, call) => this.#trace(Buffer.from(content(call)).toString())),
			[Call.RANDOM]: () => randomBytes(4),
			[Call.MAC]: () => mac,
			[Call.HTTP_LISTEN]: nothing((handle) => http.listen(handle)),
			[Call.HTTP_UNLISTEN]: nothing(() => http.cutAll()),
			[Call.HTTP_RESPOND]: nothing((handle, call) => http.respond(handle, json(call))),
			[Call.HTTP_WRITE]: nothing((handle, call) => http.write(handle, content(call).slice())),
			[Call.TLS]: (handle, call) => engines.answer(handle, content(call)),
			[Call.SECRET]: (_, call) => secrets.answer(content(call)),
			[Call.HTTP_CLOSE]: nothing((handle) => http.close(handle)),
			[Call.WIFI]: (handle, call) => {
				const answer = this.radio.request(handle, json(call) as RadioCall);
				return answer === undefined ? NOTHING : Buffer.from(JSON.stringify(answer));
			},
			// After this call, whose answer the firmware awaits.
			[Call.RESTART]: nothing(() => void setImmediate(() => void this.#restart())),
		};
	}

	#resolve(handle: number, host: string): void {
		const told = (address = "") => this.#post(pack(Event.RESOLVED, handle, Buffer.from(address)));
		void resolveName(host).then(told);
	}

	#trace(text: string): void {
		const lines = (this.#console + text).split("\n");
		this.#console = lines.pop() ?? "";
		for (const line of lines) this.#options.onConsole(line);
	}
}
