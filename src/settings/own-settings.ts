import type { KeyValueStore } from "../key-value-store";
import { changeSettings } from "./change-settings";
import { parseSettings, type Settings, type SettingsError } from "./settings";
import type { SettingsKeeper } from "./settings-keeper";
import { visibleSettings } from "./visible-settings";

/** Under which settings are delivered to the device, as plain text, by whoever flashes it. */
export const DELIVERY_KEY = "settings";

/** Why settings were not taken: they are wrong, or there was no storing them. */
export type Refusal = { readonly errors: readonly SettingsError[] } | { readonly reason: string };

/** Where the settings of a device come from, and where they are kept. */
export interface OwnSettingsOptions {
	readonly keeper: Pick<SettingsKeeper, "read" | "write" | "erase">;
	/** Where they may have been delivered. */
	readonly delivery: KeyValueStore;
	/** The document to begin with where none is stored. */
	readonly preset?: string;
}

/** The settings of this device: kept sealed, read whenever they are needed, for they are long and memory is short. */
export class OwnSettings {
	readonly #options: OwnSettingsOptions;
	#complaints: readonly SettingsError[] = [];
	#stale: string | undefined = undefined;

	constructor(options: OwnSettingsOptions) {
		this.#options = options;
	}

	/** Why what was saved last cannot be read, so that those from before are in use; `undefined` when that is not so. */
	get stale(): string | undefined {
		return this.#stale;
	}

	/** What was wrong when they were loaded last; empty also when there were none. */
	get complaints(): readonly SettingsError[] {
		return this.#complaints;
	}

	/** The stored settings, or those to begin with. Bad ones never stop the boot: there are none then, and `complaints`. */
	load(): Settings | undefined {
		this.takeDelivery();
		return this.current();
	}

	/** The same, at any later time. */
	current(): Settings | undefined {
		const document = this.document();
		if (typeof document !== "string") {
			this.#complaints = document === undefined ? [] : complaint(cannotRead(document.reason));
			return undefined;
		}
		const parsed = parseSettings(document);
		if ("errors" in parsed) this.#complaints = parsed.errors;
		else this.#complaints = this.#stale === undefined ? [] : complaint(areOlder(this.#stale));
		return "settings" in parsed ? parsed.settings : undefined;
	}

	/** The whole document, secrets included; `undefined` when there is none. */
	document(): string | { readonly reason: string } | undefined {
		const { keeper, preset } = this.#options;
		const kept = keeper.read();
		this.#stale = "document" in kept ? kept.stale : undefined;
		if ("document" in kept) return kept.document;
		return "reason" in kept ? kept : preset;
	}

	/** For a person to see: without secrets. */
	visible(): object {
		const settings = this.current();
		return settings === undefined ? {} : visibleSettings(settings);
	}

	/** What the settings would be with these changes. */
	changedBy(changes: object): { readonly document: string; readonly settings: Settings } | Refusal {
		const document = this.document();
		return changeSettings(typeof document === "string" ? document : undefined, changes);
	}

	/** Stores the settings with these changes. */
	change(changes: object): Settings | Refusal {
		const changed = this.changedBy(changes);
		return "settings" in changed ? (this.store(changed.document) ?? changed.settings) : changed;
	}

	/** Stores another document in place of all that is there. */
	replace(document: string): Settings | Refusal {
		const parsed = parseSettings(document);
		return "settings" in parsed ? (this.store(document) ?? parsed.settings) : parsed;
	}

	/** Forgets them. */
	erase(): { readonly reason: string } | undefined {
		return this.#options.keeper.erase();
	}

	private store(document: string): { readonly reason: string } | undefined {
		const failure = this.#options.keeper.write(document);
		if (failure !== undefined) return failure;
		this.#complaints = [];
		this.#stale = undefined;
		return undefined;
	}

	/** What was delivered replaces what is stored, and is then taken away: it was not sealed. */
	private takeDelivery(): void {
		const { delivery, keeper } = this.#options;
		const delivered = delivery.read(DELIVERY_KEY);
		if (delivered === undefined || delivered === "") return;
		if (keeper.write(delivered) === undefined) delivery.write(DELIVERY_KEY, "");
	}
}

function complaint(message: string): readonly SettingsError[] {
	return [{ field: "settings", message }];
}

function areOlder(reason: string): string {
	return `are those from before the last change: that cannot be read (${reason}); look through them and save them`;
}

function cannotRead(reason: string): string {
	return `cannot be read (${reason}); enter them again`;
}
