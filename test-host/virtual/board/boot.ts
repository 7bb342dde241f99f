import { Event } from "../wire";
import "./globals";
// Last: the application starts as soon as it is loaded, as on the device.
import { app } from "../../../main";
import { dispatch } from "./link";

function stop(): void {
	const stopped = () => trace('{"event":"stopped"}\n');
	if (app === undefined) stopped();
	else app.stop(stopped);
}

/** Takes the events of the world outside. */
Object.assign(globalThis, {
	handleCommand: (event: ArrayBuffer): void => {
		const bytes = new Uint8Array(event);
		if (bytes[0] === Event.STOP) stop();
		else dispatch(bytes);
	},
});
