import FFI from "mc/ffi";

/** The network by cable (fits the application's `Network` port). */
export interface Ethernet {
	/** Whether there is a cable, and an address. */
	isUp(): boolean;
}

/** Brings the network up, for good. A `reason` says why not. To be called once. */
export function startEthernet(): Ethernet | { readonly reason: "no-ethernet" } {
	const ffi = new FFI();
	if (ffi.ethernet_start() !== 0) return { reason: "no-ethernet" };
	return { isUp: () => ffi.ethernet_is_up() !== 0 };
}
