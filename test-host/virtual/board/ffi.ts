import { Call } from "../wire";
import { call } from "./link";

/** `mc/ffi` of the virtual board: what the firmware has in C. */
export default class FFI {
	board_restart(): void {
		call(Call.RESTART, 0);
	}
}
