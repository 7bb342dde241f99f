/** What Home Assistant makes of an entity: a value, yes or no, something to press, a number to set. */
export type Component = "sensor" | "binary_sensor" | "button" | "number";

/** How Home Assistant is to show one entity. Classes and units: Home Assistant facts, sections 4 and 5. */
export interface Presentation {
	readonly device_class?: string;
	readonly unit_of_measurement?: string;
	readonly state_class?: "measurement" | "total" | "total_increasing";
	readonly options?: readonly string[];
	readonly suggested_display_precision?: number;
	/** What a binary sensor reads as yes and no; left out: `ON` and `OFF`. */
	readonly payload_on?: string;
	readonly payload_off?: string;
	readonly min?: number;
	readonly max?: number;
	readonly mode?: "box";
	/** With which Home Assistant sends commands; left out: 0. */
	readonly qos?: 1;
	readonly entity_category?: "diagnostic" | "config";
	readonly enabled_by_default?: false;
	readonly icon?: string;
}

/**
 * By which topics an entity lives: `state` tells, `command` is told, `setting` is both; `availability` tells what
 * the availability of the device is.
 */
export type Channel = "state" | "command" | "setting" | "availability";

/** One thing that Home Assistant shows of the device. */
export interface Entity<Key extends string = string> {
	/** Last part of its unique id and second last of its topics: stays the same for ever. */
	readonly key: Key;
	readonly component: Component;
	/** Without the device's name: Home Assistant puts that in front and makes the entity id from both. */
	readonly name: string;
	readonly channel: Channel;
	/**
	 * What becomes of it while the device has no connection: it is `unavailable`, it is `kept` if the owner wants
	 * the last values kept, or it stays `available`.
	 */
	readonly away: "unavailable" | "kept" | "available";
	readonly presentation: Presentation;
}

/** What the tables of the areas say of a metric; unit and digits are the metric's own. */
export interface Row extends Pick<Presentation, "device_class" | "state_class" | "options" | "icon"> {
	readonly name: string;
	readonly binary?: true;
	/** True of the moment only: the last value says nothing about a car that is away. */
	readonly live?: true;
	/** For those who want to know the details: beside the car's own, and of no use in a trigger. */
	readonly diagnostic?: true;
	/** Not shown until the owner enables it. */
	readonly disabled?: true;
}

/** Beside the values that an owner looks at. */
export const DIAGNOSTIC: Pick<Row, "diagnostic"> = Object.freeze({ diagnostic: true });

/** For the curious, who have to look for it. */
export const DETAIL: Pick<Row, "diagnostic" | "disabled"> = Object.freeze({
	diagnostic: true,
	disabled: true,
});
