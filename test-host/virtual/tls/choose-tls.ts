import type { TLSEngineClass } from "../../../modules/tls/engine";
import { loadHostTLS } from "./host-engine";

/** What carries the TLS traffic of the virtual device, and what a person should know about the choice. */
export interface TLSChoice {
	/** Whose TLS it is. */
	readonly name: string;
	/** The firmware's own engine; left out, the sockets of Node do it. */
	readonly Engine?: TLSEngineClass;
	readonly note?: string;
}

/** The firmware's own engine, unless it cannot be compiled here. */
export function chooseTLS(load = loadHostTLS): TLSChoice {
	const loaded = load();
	if ("Engine" in loaded) return { name: loaded.library, Engine: loaded.Engine };
	return {
		name: "Node's TLS",
		note: `The firmware's TLS engine is not there (${loaded.problem}): Node's TLS stands in.`,
	};
}
