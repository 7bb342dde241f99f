import { Session } from "../../modules/can-tcp/session";
import { BITRATES, type SlcanFrame } from "../../modules/can-tcp/slcan";
import type { CanFrame } from "../../src/can/frame";
import type { Clock } from "../../src/clock";
import type { Bus, Participant } from "./bus";
import { VirtualCar } from "./car";
import type { CarFile } from "./car-file";
import { NodeListener } from "./node-listener";
import { NodeTCP } from "./node-tcp";
import { type LogEntry, Replay } from "./replay";

const SPEED = BITRATES.indexOf(500_000);
/** How often it is looked whether clients are still there, ms. */
const LOOK_MS = 1000;

/** A car, or a recording of one, and where it can be reached. */
export interface SlcanCarOptions {
	readonly traffic:
		| { readonly car: CarFile; readonly speed: number }
		| { readonly log: readonly LogEntry[]; readonly speed: number };
	readonly clock: Clock;
	/** 127.0.0.1 when left out. */
	readonly host?: string;
	/** TCP port; any free one when left out. */
	readonly port?: number;
}

/**
 * A virtual car on a CAN bus to which programs connect over TCP, each as one more controller on the bus: they speak
 * SLCAN, as `modules/can-tcp` does. The car wakes when the first of them opens the bus.
 */
export class SlcanCar implements Bus {
	/** The TCP port. */
	readonly port: number;
	readonly #options: SlcanCarOptions;
	readonly #listener: NodeListener;
	readonly #sessions = new Set<Session>();
	readonly #stopLooking: () => void;
	#participant: Participant | undefined = undefined;

	private constructor(port: number, listener: NodeListener, options: SlcanCarOptions) {
		this.port = port;
		this.#listener = listener;
		this.#options = options;
		this.#stopLooking = options.clock.every(LOOK_MS, () => this.#look());
	}

	/** @throws Error of Node when the port cannot be had. */
	static async start(options: SlcanCarOptions): Promise<SlcanCar> {
		const { port = 0, host = "127.0.0.1" } = options;
		const onReadable = () => car.#accept();
		const listener = new NodeListener({ port, host, onReadable });
		const car = new SlcanCar(await listener.listening, listener, options);
		return car;
	}

	/** How many programs are connected. */
	get clients(): number {
		return this.#sessions.size;
	}

	/** The car sends: everybody gets it. */
	send(frame: CanFrame): void {
		this.#deliver(frame, undefined);
	}

	/** Cuts the connections; the car goes on. */
	cut(): void {
		for (const session of this.#sessions) session.close();
		this.#sessions.clear();
	}

	/** Stops the car, and frees the port. */
	stop(): void {
		this.#stopLooking();
		this.#participant?.stop();
		this.#listener.close();
		this.cut();
	}

	#accept(): void {
		for (let from = this.#listener.read(); from !== undefined; from = this.#listener.read()) {
			const session: Session = new Session(NodeTCP, from, {
				speed: SPEED,
				now: () => this.#options.clock.monotonic(),
				transmit: (frame) => this.#transmit(frame, session),
				onOpen: () => this.#wake(),
				onEnd: (ended) => this.#sessions.delete(ended),
			});
			this.#sessions.add(session);
		}
	}

	/** @returns Whether anybody acknowledged it. */
	#transmit(frame: SlcanFrame, sender: Session): boolean {
		if (frame.extended || frame.remote) return false;
		this.#deliver(frame, sender);
		return this.#participant?.receive(frame) ?? false;
	}

	#deliver(frame: CanFrame, except: Session | undefined): void {
		for (const session of this.#sessions) {
			if (session === except) continue;
			session.frame(frame);
			session.poll();
		}
	}

	#wake(): void {
		const { traffic, clock } = this.#options;
		this.#participant ??=
			"car" in traffic
				? new VirtualCar({ ...traffic, bus: this, clock })
				: new Replay({ ...traffic, bus: this, clock });
	}

	#look(): void {
		for (const session of this.#sessions) session.poll();
	}
}
