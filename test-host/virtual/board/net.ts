import { Call } from "../wire";
import { call } from "./link";

/** `net` of the virtual board, where names are looked up by whoever connects. */
export default {
	resolve(host: string, callback: (host: string, address: string | undefined) => void): void {
		void Promise.resolve().then(() => callback(host, host));
	},

	get(what: "MAC"): string | undefined {
		if (what !== "MAC") return undefined;
		return Array.from(call(Call.MAC, 0), (byte) => byte.toString(16).padStart(2, "0")).join(":");
	},
};
