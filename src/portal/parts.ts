import type { Clock } from "../clock";
import type { Access } from "./access";
import type { Gate } from "./gate";
import type { HttpRequest, Respond } from "./http";
import type { Job } from "./job";
import type { BrokerTest, PortalDevice, ScannedNetwork } from "./portal-device";

/** The page as its build has made it. */
export interface Page {
	readonly gzip: Uint8Array;
	/** In quotes (RFC 9110, 8.8.3). */
	readonly etag: string;
	/** Content-Security-Policy: allows the page's own script and style by their hashes. */
	readonly csp: string;
}

/** What a scan finds; or the code of why it does not. */
export type ScanResult = readonly ScannedNetwork[] | { readonly reason: string };

/** What the routes work with. */
export interface Parts {
	readonly clock: Clock;
	readonly device: PortalDevice;
	readonly page: Page;
	readonly access: Access;
	readonly gate: Gate;
	readonly scan: Job<ScanResult>;
	readonly trial: Job<BrokerTest>;
}

/** Answers one kind of request. */
export type Answer = (parts: Parts, request: HttpRequest, respond: Respond) => void;
