import { lookup } from "node:dns/promises";

/** Names of the virtual network: the time servers of the internet are a server of our own there. */
const OWN = /(^|\.)pool\.ntp\.org$/;

/** Finds the IPv4 address of a host as the virtual device sees it; `undefined` when there is none. */
export async function resolveName(host: string): Promise<string | undefined> {
	if (OWN.test(host)) return "127.0.0.1";
	try {
		return (await lookup(host, { family: 4 })).address;
	} catch {
		return undefined;
	}
}
