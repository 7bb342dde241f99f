import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
	type BrokerIdentity,
	type BrokerOptions,
	type EmbeddedBroker,
	freshIdentity,
	startBroker,
} from "./broker";

/** What a broker needs to be the same to a device that has its port and its authority in the settings. */
interface Kept extends BrokerIdentity {
	readonly port: number;
}

/**
 * Starts the broker that belongs to a folder: with the port and the authority that it had there the last time.
 *
 * @throws Error when the file of the folder is not readable, or somebody else has taken the port.
 */
export async function startKeptBroker(folder: string, options: BrokerOptions): Promise<EmbeddedBroker> {
	const file = join(folder, "broker.json");
	const kept = readKept(file);
	if (kept !== undefined) return startBroker({ ...options, port: kept.port, identity: kept });
	const { pem, key, root } = await freshIdentity();
	const broker = await startBroker({ ...options, identity: { pem, key, root } });
	mkdirSync(folder, { recursive: true });
	const content: Kept = { port: broker.port, pem, key, root: { pem: root.pem } };
	writeFileSync(file, JSON.stringify(content, undefined, "\t"), { mode: 0o600 });
	return broker;
}

function readKept(file: string): Kept | undefined {
	try {
		return JSON.parse(readFileSync(file, "utf8")) as Kept;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
		throw new Error(`the broker of ${file} is not readable: ${(error as Error).message}`);
	}
}
