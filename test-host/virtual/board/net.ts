import { Call } from "../wire";
import { call } from "./link";

/** `net` of the virtual board. */
export default {
	get(what: "MAC"): string | undefined {
		if (what !== "MAC") return undefined;
		return Array.from(call(Call.MAC, 0), (byte) => byte.toString(16).padStart(2, "0")).join(":");
	},
};
