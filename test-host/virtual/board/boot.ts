import { Event } from "../wire";
import "./globals";
// Last: the application starts as soon as it is loaded, as on the device.
import { device } from "../../../main";
import { dispatch } from "./link";

/** Takes the events of the world outside. */
Object.assign(globalThis, {
	handleCommand: (event: ArrayBuffer): void => {
		const bytes = new Uint8Array(event);
		if (bytes[0] === Event.STOP) device.stop(() => trace('{"event":"stopped"}\n'));
		else dispatch(bytes);
	},
});
