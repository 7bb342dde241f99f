import { Claim } from "./claim";
import type { HostNameOptions } from "./options";

/** How often the address is looked at, ms. */
const LOOK = 1000;

/**
 * Claims a host name for as long as there is an address, and answers for it and for the service `_http._tcp`. Never
 * throws, whatever comes over the network or fails in it.
 */
export class HostName {
	readonly #options: HostNameOptions;
	#address: string | undefined = undefined;
	#claim: Claim | undefined = undefined;
	#failed = false;

	constructor(options: HostNameOptions) {
		this.#options = options;
	}

	/** Begins, for good. */
	start(): void {
		const address = this.#options.address();
		if (address !== this.#address) this.move(address);
		this.#options.after(LOOK, () => this.start());
	}

	private move(address: string | undefined): void {
		this.#claim?.close();
		this.#claim = undefined;
		this.#address = undefined;
		if (address === undefined) return;
		try {
			this.#claim = new Claim(this.#options, address);
			this.#address = address;
		} catch {
			if (!this.#failed) this.#options.onFailed();
			this.#failed = true;
		}
	}
}
