import type { MetricKey } from "./vehicle/metrics";
import type { Rejected } from "./vehicle/vehicle";

/** What the device tells whoever listens to its console: one JSON object a line. Never holds a secret. */
export type AppEvent =
	| {
			readonly event: "started";
			readonly clientId: string;
			readonly firmware: string;
			readonly broker: string;
	  }
	| { readonly event: "unconfigured"; readonly errors: readonly { field: string; message: string }[] }
	| { readonly event: "fault"; readonly where: "can" | "portal"; readonly reason: string }
	| {
			readonly event: "connection";
			readonly state: "connecting" | "online" | "waiting";
			/** Why it was lost or refused. */
			readonly reason?: string;
			readonly detail?: string;
			readonly retryMs?: number;
	  }
	| {
			readonly event: "values";
			readonly values: Readonly<Partial<Record<MetricKey, number>>>;
			/** ms since each value was heard. */
			readonly ages: Readonly<Partial<Record<MetricKey, number>>>;
			readonly frames: number;
			readonly rejected: Rejected;
	  }
	| { readonly event: "published"; readonly topic: string; readonly payload: string }
	/** The broker has acknowledged everything, including a set of values with the given metrics unknown. */
	| { readonly event: "delivered"; readonly missing: readonly MetricKey[] }
	| { readonly event: "stopped" };

/** Takes what the application reports. */
export type Report = (event: AppEvent) => void;
