import type { AppEvent } from "../../src/event";
import type { Setup } from "./setup";

/** What a view is told at the start. */
export interface Setting {
	readonly engine: string;
	/** Whose TLS carries the connection. */
	readonly tls: string;
	readonly car: string;
	readonly broker: string;
	/** Address of the portal. */
	readonly portal: string;
	/** With which it opens; left out for a device that has not been given one. */
	readonly portalPassword?: string;
	/** What to enter there, for a device without settings. */
	readonly setup?: Setup;
	/** What a person should know, such as why it is not the engine asked for. */
	readonly notes?: readonly string[];
}

/** Shows a run to a person or a program. */
export interface View {
	start(setting: Setting): void;
	event(event: AppEvent): void;
	/** A line of the device's console that is no event. */
	text(line: string): void;
	/** The last word, also when something has gone wrong. */
	end(code: number, text: string): void;
}
