import type { Json } from "./json-object";

/** Says what is wrong with a field of the same network. */
type Refuse = (name: string, message: string) => void;

/** A network of 2 addresses has none for a device; one of more than 16 million is a slip of the pen. */
const HOST_PARTS = Object.freeze({ least: 3, most: 0xff_ffff });

/** An IPv4 address as an unsigned number; the text has been checked. */
function numberOf(address: unknown): number {
	return String(address)
		.split(".")
		.reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** What is wrong with a static address, its network mask and its gateway together (RFC 1122, 3.2.1.3; RFC 950). */
export function checkStaticAddress({ address, netmask, gateway }: Json, refuse: Refuse): void {
	if (address === undefined || netmask === undefined || gateway === undefined) return;
	const [own, mask, next] = [numberOf(address), numberOf(netmask), numberOf(gateway)];
	const hosts = ~mask >>> 0;
	if ((hosts & (hosts + 1)) !== 0 || hosts < HOST_PARTS.least || hosts > HOST_PARTS.most) {
		refuse("netmask", "must be a network mask from 255.0.0.0 to 255.255.255.252");
		return;
	}
	const host = (own & hosts) >>> 0;
	if (host === 0 || host === hosts) refuse("address", "must be that of a device, not of the whole network");
	if (((own ^ next) & mask) !== 0 || own === next) {
		refuse("gateway", "must be another address of the same network");
	}
}
