import type { Cancel, Clock } from "../../clock";
import type { ScanResult, WifiRadio } from "../wifi-radio";

/** A radio that has said nothing for so long, ms, has forgotten the scan: one of all channels takes 2 to 3 s. */
const PATIENCE = 15_000;

/** Scans for whoever asks: several at a time share one, and while a network is being joined they wait. */
export class SharedScan {
	readonly #radio: Pick<WifiRadio, "scan">;
	readonly #clock: Pick<Clock, "after">;
	#asking: ((result: ScanResult) => void)[] = [];
	#giveUp: Cancel | undefined = undefined;
	#held = false;

	constructor(radio: Pick<WifiRadio, "scan">, clock: Pick<Clock, "after">) {
		this.#radio = radio;
		this.#clock = clock;
	}

	/** @param onDone Called once; the reason is the radio's, or `scan-timeout`. */
	scan(onDone: (result: ScanResult) => void): void {
		this.#asking.push(onDone);
		this.begin();
	}

	/** No scan begins while it is held: the radio refuses one while it joins (ESP-IDF, `esp_wifi_scan_start`). */
	hold(held: boolean): void {
		this.#held = held;
		this.begin();
	}

	private begin(): void {
		if (this.#held || this.#giveUp !== undefined || this.#asking.length === 0) return;
		const giveUp = this.#clock.after(PATIENCE, () => this.tell({ reason: "scan-timeout" }));
		this.#giveUp = giveUp;
		this.#radio.scan((result) => {
			// One that was given up may still come to an end.
			if (this.#giveUp === giveUp) this.tell(result);
		});
	}

	private tell(result: ScanResult): void {
		const asking = this.#asking;
		this.#asking = [];
		this.#giveUp?.();
		for (const onDone of asking) onDone(result);
		// Not before: who was told may have begun to join.
		this.#giveUp = undefined;
		this.begin();
	}
}
