import { type Content, message, probe, RESPONSE } from "./message";
import type { HostNameOptions } from "./options";
import { Packet } from "./packet";
import { type OwnRecord, ownRecords, Type } from "./records";
import { following, repliesTo } from "./replies";
import { isContested, losesTo } from "./rivalry";
import type { UDPSocket } from "./udp";

/** The group of multicast DNS and its hop limit (RFC 6762, 3 and 11). */
const GROUP = "224.0.0.251";
const HOPS = 255;
/** Between probes, ms; chance delays the first by up to as much (RFC 6762, 8.1). */
const PROBE_PAUSE = 250;
const PROBES = 3;
const ANNOUNCEMENTS = 2;
/** Between announcements, after a conflict, and before everybody is told the same again, ms (RFC 6762, 6, 8.2, 8.3). */
const SECOND = 1000;

/** The way of one name, or of that with a number which is free, at one address: probes, announcements, answers. */
export class Claim {
	readonly #options: HostNameOptions;
	readonly #address: string;
	readonly #socket: UDPSocket;
	#number = 1;
	#records: readonly OwnRecord[] = [];
	#claimed = false;
	#cancel: () => void = () => {};
	/** When everybody was told a record. */
	readonly #toldAt = new Map<OwnRecord, number>();

	/** Throws when the port is not to be had. */
	constructor(options: HostNameOptions, address: string) {
		this.#options = options;
		this.#address = address;
		const { UDP, udpPort: port, random } = options;
		this.#socket = new UDP({ port, timeToLive: HOPS, onReadable: () => this.read() });
		this.join();
		this.begin(random() * PROBE_PAUSE);
	}

	/** Nothing is said any more. */
	close(): void {
		this.#cancel();
		this.#socket.close();
	}

	private join(): void {
		try {
			this.#socket.add?.(GROUP);
		} catch {
			// Without the group it is found by nobody, but harms nobody either.
		}
	}

	private get label(): string {
		const { label } = this.#options;
		return this.#number === 1 ? label : `${label}-${this.#number}`;
	}

	private begin(ms: number): void {
		const { port, after } = this.#options;
		this.#claimed = false;
		this.#toldAt.clear();
		this.#records = ownRecords({ label: this.label, address: this.#address, port });
		this.#cancel();
		this.#cancel = after(ms, () => this.probe(PROBES));
	}

	private probe(left: number): void {
		if (left === 0) {
			this.#claimed = true;
			this.#options.onClaimed(`${this.label}.local`, this.#address);
			this.announce(ANNOUNCEMENTS);
			return;
		}
		const claimed = this.#records.filter(({ type }) => type === Type.A || type === Type.SRV);
		this.send(probe(claimed));
		this.#cancel = this.#options.after(PROBE_PAUSE, () => this.probe(left - 1));
	}

	private announce(left: number): void {
		if (left === 0) return;
		this.tell({ flags: RESPONSE, flush: true, answers: this.#records });
		this.#cancel = this.#options.after(SECOND, () => this.announce(left - 1));
	}

	private read(): void {
		for (;;) {
			const datagram = this.#socket.read();
			if (datagram === undefined) return;
			const { address, port } = datagram;
			const packet = new Packet(datagram);
			if (packet.kind === "query") this.query(packet, address, port);
			// Others are no multicast DNS (RFC 6762, 6).
			else if (packet.kind === "response" && port === this.#options.udpPort) this.response(packet);
		}
	}

	private response(packet: Packet): void {
		if (!isContested(packet, this.#records)) return;
		// Who held it before asks first whether that is still so (RFC 6762, 9).
		if (!this.#claimed) this.#number += 1;
		this.begin(SECOND);
	}

	private query(packet: Packet, address: string, port: number): void {
		if (!this.#claimed) {
			if (losesTo(packet, this.#records)) this.begin(SECOND);
			return;
		}
		const { alone, everybody } = repliesTo(packet, this.#records, port !== this.#options.udpPort);
		if (alone !== undefined) this.send(message(alone), address, port);
		const now = this.#options.now();
		const news = everybody.filter((record) => now - (this.#toldAt.get(record) ?? -SECOND) >= SECOND);
		if (news.length === 0) return;
		this.tell({ flags: RESPONSE, flush: true, answers: news, additionals: following(news, this.#records) });
	}

	private tell(content: Content): void {
		for (const record of content.answers ?? []) this.#toldAt.set(record, this.#options.now());
		this.send(message(content));
	}

	private send(bytes: Uint8Array, address = GROUP, port = this.#options.udpPort): void {
		try {
			this.#socket.write(bytes, address, port);
		} catch {
			// The network is going; when it is back, everything begins anew.
		}
	}
}
