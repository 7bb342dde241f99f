import type { Clock } from "../clock";
import type { KeyDerivation } from "../settings/sealing";
import { checkRecord, makeRecord } from "./password";
import type { PortalDevice } from "./portal-device";
import { sameText } from "./secret-text";
import { Tries } from "./tries";

/** Lets in whoever knows the admin password. Guesses become slower and slower. */
export class Gate {
	readonly #clock: Pick<Clock, "monotonic">;
	readonly #keys: KeyDerivation;
	readonly #device: Pick<PortalDevice, "adminRecord" | "setupPassword">;
	/** There are none before the first password has come. */
	#tries: Tries | undefined = undefined;
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

	/** A password is being looked at, or made: the chip has no time for another. */
	get isBusy(): boolean {
		return this.#busy;
	}

	/** Whole seconds until a password from this address is looked at. */
	waitSeconds(peer: string): number {
		return Math.max(this.#tries?.waitSeconds(peer) ?? 0, this.#busy ? 1 : 0);
	}

	/** Only while `waitSeconds` of this address is 0. */
	check(password: string, peer: string, onResult: (right: boolean) => void): void {
		const record = this.#device.adminRecord();
		const told = (matches: boolean) => {
			this.#busy = false;
			// Who knew the old password is not let in when it has become another meanwhile.
			const right = matches && this.#device.adminRecord() === record;
			this.#tries ??= new Tries(this.#clock);
			this.#tries.count(peer, right);
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

	/** Makes the record of a new password. Only while it is not busy. */
	hash(password: string, onRecord: (record: string) => void): void {
		this.#busy = true;
		makeRecord(password, this.#keys, (record) => {
			this.#busy = false;
			onRecord(record);
		});
	}
}
