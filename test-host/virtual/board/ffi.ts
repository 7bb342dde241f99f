import { Call } from "../wire";
import { call } from "./link";
import { SecretFunctions } from "./secrets";
import { radio } from "./wifi";

/** `mc/ffi` of the virtual board: what the firmware has in C. */
export default class FFI extends SecretFunctions {
	/** The virtual board sleeps for no time at all. */
	board_deep_sleep(): number {
		call(Call.RESTART, 0);
		return 0;
	}

	board_wake_causes(): number {
		return 0;
	}

	board_free_memory(): number {
		return 0;
	}

	board_random(): number {
		return Math.floor(Math.random() * 2 ** 32);
	}

	board_reset_reason(): number {
		return 0;
	}

	board_restart(): void {
		call(Call.RESTART, 0);
	}

	board_serial(): number {
		const mac = call(Call.MAC, 0);
		return new DataView(mac.buffer, mac.byteOffset).getUint32(2) & 0xffffff;
	}

	radio_watch(): number {
		return 0;
	}

	/** The radio tells that itself. */
	radio_key_refused(): number {
		return 0;
	}

	radio_is_text(): number {
		return 1;
	}

	radio_protect(): number {
		return 0;
	}

	radio_rssi(): number {
		return Number(radio({ op: "rssi" }));
	}

	/** The computer's own addresses do. */
	radio_use_address(): number {
		return 0;
	}
}
