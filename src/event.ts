import type { CanFault } from "./can/can-bus";
import type { Command } from "./homeassistant/commands";
import type { CarBus } from "./leaf/car-bus";
import type { NextPoll } from "./leaf/polling/poller-options";
import type { WifiState } from "./network/wifi-state";
import type { Doubts } from "./vehicle/doubts";
import type { KnownIdentity } from "./vehicle/identity-watch";
import type { MetricKey } from "./vehicle/metrics";
import type { MetricValues } from "./vehicle/snapshot";
import type { Rejected } from "./vehicle/vehicle";

/** What is known of the car now, and how well it is heard. */
export interface ValuesEvent {
	readonly event: "values";
	readonly values: MetricValues;
	/** ms since each value was heard; left out of what has no time, such as a name. */
	readonly ages: Readonly<Partial<Record<MetricKey, number>>>;
	readonly frames: number;
	readonly rejected: Rejected;
	/** Left out while every value was believed. */
	readonly doubts?: Doubts;
	/** What the car is asked next; left out when it is asked nothing. */
	readonly poll?: NextPoll;
}

/** More, or something else, is known of which Leaf it is. */
export interface IdentityEvent extends KnownIdentity {
	readonly event: "identity";
}

/** What the device tells whoever listens to its console: one JSON object a line. None but those of `isSecret` holds a secret. */
export type AppEvent =
	| {
			readonly event: "started";
			readonly clientId: string;
			readonly firmware: string;
			readonly broker: string;
	  }
	| { readonly event: "unconfigured"; readonly errors: readonly { field: string; message: string }[] }
	| { readonly event: "fault"; readonly where: "can"; readonly reason: CanFault }
	| {
			readonly event: "fault";
			readonly where: "network" | "portal" | "can-server" | "name";
			readonly reason: string;
	  }
	/** `older-copy`: what was saved last cannot be read, why is the detail, and what was saved before is in use. */
	| { readonly event: "fault"; readonly where: "settings"; readonly reason: string; readonly detail?: string }
	/** The last run ended as it should not have: `gave-up` with what was thrown, or why the chip was reset. */
	| { readonly event: "fault"; readonly where: "boot"; readonly reason: string; readonly detail?: string }
	| {
			readonly event: "connection";
			/** At the owner's wish: `removed`, until the next start, or `disabled`, by the settings. */
			readonly state: "connecting" | "online" | "waiting" | "removed" | "disabled";
			/** Why it was lost or refused. */
			readonly reason?: string;
			readonly detail?: string;
			readonly retryMs?: number;
			/** When the first certificate of the broker's chain expires, ms since 1970 UTC; told with `online`. */
			readonly certificateExpires?: number;
	  }
	/** A time server told the time, ISO 8601, and the clock is set; or it did not, or was not believed. */
	| { readonly event: "time"; readonly server: string; readonly utc: string }
	| {
			readonly event: "time";
			readonly server: string;
			/** A code of `modules/sntp`, or `before-floor`. */
			readonly reason: string;
			readonly detail?: string;
	  }
	| ({ readonly event: "wifi" } & WifiState)
	/** The setup network has opened: for whoever has the board in his hands, and nobody else. */
	| { readonly event: "setup-network"; readonly ssid: string; readonly password: string }
	/**
	 * With which the portal opens while its owner has chosen no password; told at the start, for whoever has the board in
	 * his hands, and nobody else.
	 */
	| { readonly event: "portal-password"; readonly password: string }
	/** Under which name the portal is to be found in the network, and at which IPv4 address. */
	| { readonly event: "name"; readonly name: string; readonly address: string }
	| ValuesEvent
	/** To which bus of the car the device is wired; left out while that is to be found out. */
	| { readonly event: "bus"; readonly bus?: CarBus }
	| IdentityEvent
	| { readonly event: "published"; readonly topic: string; readonly payload: string }
	/** The broker has acknowledged everything, including a set of values with the given metrics unknown. */
	| { readonly event: "delivered"; readonly missing: readonly MetricKey[] }
	/** Since boot: messages given up for want of room, and those kept that a restart would lose. Told when it grows. */
	| { readonly event: "shortage"; readonly dropped: number; readonly unsaved: number }
	/** The device does what it has been told; `late`: it does not, as that was meant for an earlier moment. */
	| { readonly event: "command"; readonly name: Command["name"]; readonly late?: true }
	/** So many times by now it has been told something that it does not understand. */
	| { readonly event: "command"; readonly ignored: number }
	| { readonly event: "stopped" };

/** Takes what the application reports. */
export type Report = (event: AppEvent) => void;
