import { CanTcp, type CanTcpOptions, type ErrorReason } from "../../../modules/can-tcp/can-tcp";
import { ManualClock } from "../../helpers/manual-clock";
import { FakePeer } from "../mqtt/fake-tcp";

/** Text as bytes, a letter each, and back. */
export const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
export const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");

const EVERYTHING = { replies: [], always: [], inTurn: [] };

/** A client of CAN over TCP with everything around it in the hands of a test. */
export class ClientRig {
	readonly clock = new ManualClock();
	/** One for each connection. */
	readonly peers: FakePeer[] = [];
	readonly errors: ErrorReason[] = [];
	/** Received frames such as `55B#A5C0`. */
	readonly frames: string[] = [];
	readonly can: CanTcp;

	constructor(options: Partial<CanTcpOptions> = {}) {
		const opened = CanTcp.open({
			...{
				host: "car.lan",
				port: 3333,
				bitrate: 500_000,
				accept: EVERYTHING,
				socket: { io: this.#socket() },
			},
			now: () => this.clock.monotonic(),
			onFrame: ({ id, dlc, data }) => {
				const hex = Buffer.from(data.subarray(0, dlc)).toString("hex");
				this.frames.push(`${id.toString(16)}#${hex}`.toUpperCase());
			},
			onError: (reason) => void this.errors.push(reason),
			...options,
		});
		if ("reason" in opened) throw new Error(opened.reason);
		this.can = opened;
	}

	/** The far end of the present connection. */
	get peer(): FakePeer {
		return this.peers.at(-1) as FakePeer;
	}

	/** Time passes, and `poll` is called as often as it should be. */
	run(ms: number): this {
		for (let passed = 0; passed < ms; passed += 50) {
			this.clock.advance(50);
			this.can.poll();
		}
		return this;
	}

	/** The other side says this. */
	hear(text: string): this {
		this.peer.deliver(bytesOf(text));
		return this;
	}

	/** What was sent since the last call. */
	said(): string {
		return textOf(this.peer.take());
	}

	/** The connection stands, and the other side opens its bus. */
	begin(): this {
		this.peer.offer();
		this.hear("\r\r\r");
		this.said();
		return this;
	}

	#socket(): CanTcpOptions["socket"]["io"] {
		const rig = this;
		return function connect(options: unknown) {
			const peer = new FakePeer();
			rig.peers.push(peer);
			return new peer.TCP(options as never);
		} as never;
	}
}
