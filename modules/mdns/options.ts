import type { UDPClass } from "./udp";

/** What keeping a name takes, and who is told. */
export interface HostNameOptions {
	readonly UDP: UDPClass;
	/** 5353, but for tests. */
	readonly udpPort: number;
	/** The wanted host name without `.local`: lower case ASCII. */
	readonly label: string;
	/** TCP port of the web page. */
	readonly port: number;
	/** IPv4 address in the network as text; `undefined` while there is none. */
	address(): string | undefined;
	/** Uniform in [0, 1). */
	readonly random: () => number;
	/** Monotonic time, ms. */
	now(): number;
	/** Calls back once, `ms` from now, unless the function it returns is called before. */
	after(ms: number, callback: () => void): () => void;
	/** The name, with `.local`, is ours and stands for the address. */
	onClaimed(name: string, address: string): void;
	/** The port is not to be had; it is tried again. Told once. */
	onFailed(): void;
}
