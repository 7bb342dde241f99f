import type { Clock } from "../clock";
import type { KeyDerivation } from "../settings/sealing";
import { checkRecord, makeRecord } from "./password";
import type { PortalDevice } from "./portal-device";
import { sameText } from "./secret-text";

/** So many wrong passwords in a row cost nothing. */
const FREE_TRIES = 5;
/** How long the next one then has to wait, ms; doubled with each, up to the longest. */
const FIRST_WAIT = 10_000;
const LONGEST_WAIT = 600_000;

/** Lets in whoever knows the admin password. Guesses become slower and slower, whoever they come from. */
export class Gate {
	readonly #clock: Pick<Clock, "monotonic">;
	readonly #keys: KeyDerivation;
	readonly #device: Pick<PortalDevice, "adminRecord" | "setupPassword">;
	#failures = 0;
	/** Monotonic time before which nobody is heard, ms. */
	#closedUntil = 0;
	#busy = false;

	constructor(
		clock: Pick<Clock, "monotonic">,
		keys: KeyDerivation,
		device: Pick<PortalDevice, "adminRecord" | "setupPassword">,
	) {
		this.#clock = clock;
		this.#keys = keys;
		this.#device = device;
	}

	/** Whole seconds until a password is looked at; while one is being looked at, or made, there is no other. */
	get waitSeconds(): number {
		const wait = Math.ceil((this.#closedUntil - this.#clock.monotonic()) / 1000);
		return Math.max(wait, this.#busy ? 1 : 0);
	}

	/** Only while `waitSeconds` is 0. */
	check(password: string, onResult: (right: boolean) => void): void {
		const record = this.#device.adminRecord();
		const told = (right: boolean) => {
			this.#busy = false;
			this.count(right);
			onResult(right);
		};
		if (record === undefined) {
			// What has never been set is random and needs no slow hash.
			const known = this.#device.setupPassword();
			told(known !== "" && sameText(password, known));
			return;
		}
		this.#busy = true;
		checkRecord(password, record, this.#keys, told);
	}

	/** Makes the record of a new password. Only while `waitSeconds` is 0. */
	hash(password: string, onRecord: (record: string) => void): void {
		this.#busy = true;
		makeRecord(password, this.#keys, (record) => {
			this.#busy = false;
			onRecord(record);
		});
	}

	private count(right: boolean): void {
		this.#failures = right ? 0 : this.#failures + 1;
		const beyond = this.#failures - FREE_TRIES;
		if (beyond < 0) return;
		this.#closedUntil = this.#clock.monotonic() + Math.min(FIRST_WAIT * 2 ** beyond, LONGEST_WAIT);
	}
}
