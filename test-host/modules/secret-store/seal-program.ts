// A firmware for the test of the engines: it seals, derives, exports and imports, and tells what came of it.
import { openSecretStore } from "../../../modules/secret-store/secret-store";
import { exportSettings, importSettings } from "../../../src/settings/passphrase-file";
import { encodeUtf8 } from "../../../src/utf8";
import { call } from "../../virtual/board/link";
import { Call } from "../../virtual/wire";

const DOCUMENT = '{"device":{"name":"Kühlschrank 🚗"}}';
const PASSPHRASE = "four random words";

function tell(what: string, value: unknown): void {
	call(Call.TRACE, 0, encodeUtf8(`${JSON.stringify([what, value])}\n`));
}

function run(): void {
	const jobs: (() => void)[] = [];
	const store = openSecretStore((_ms, callback) => {
		jobs.push(callback);
		return () => {};
	});
	const [plain, purpose] = [encodeUtf8(DOCUMENT), encodeUtf8("purpose")];
	const sealed = store.seal(plain, purpose);
	if ("reason" in sealed) throw new Error(sealed.reason);
	const opened = store.open(sealed, purpose);
	tell("opened", "reason" in opened ? opened.reason : opened.join() === plain.join());
	tell("as another", store.open(sealed, plain));
	store.derive("Password", encodeUtf8("NaCl"), 1000, (key) => tell("key", [...key.subarray(0, 4)]));
	exportSettings(DOCUMENT, PASSPHRASE, store, (made) => {
		if ("reason" in made) throw new Error(made.reason);
		importSettings(made.file, PASSPHRASE, store, (read) => tell("imported", read));
	});
	for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) job();
}

Object.assign(globalThis, { handleCommand: run });
