import Net from "net";

/** Asks the name servers of the network, and `.local` names of whoever is around. */
export function resolve(host: string, callback: (host: string, address: string | undefined) => void): void {
	Net.resolve(host, callback);
}
