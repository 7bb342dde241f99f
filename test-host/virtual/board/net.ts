import { Call, Event } from "../wire";
import { call, decode, encode, listen, newHandle, unlisten } from "./link";

/** `net` of the virtual board. */
export default {
	get(): string {
		return "127.0.0.1";
	},

	resolve(host: string, callback: (host: string, address: string | undefined) => void): void {
		const handle = newHandle();
		listen(Event.RESOLVED, handle, (content) => {
			unlisten(Event.RESOLVED, handle);
			callback(host, content.length === 0 ? undefined : decode(content));
		});
		call(Call.RESOLVE, handle, encode(host));
	},
};
