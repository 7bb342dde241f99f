import Net from "net";

/** Finds the address of a host; `undefined` when there is none. Never calls back from inside. */
export function resolve(host: string, onResolved: (address: string | undefined) => void): void {
	Net.resolve(host, (_name, address) => onResolved(address));
}
