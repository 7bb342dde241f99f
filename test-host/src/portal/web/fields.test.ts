import { expect, test } from "@jest/globals";
import { PASSPHRASE } from "../../../../src/settings/passphrase-file";
import { pageFields } from "../../../helpers/page-fields";

const fields = await pageFields();

test("the passphrase of a file is as long as the device wants it", () => {
	const { shortest, longest } = PASSPHRASE;
	expect(fields.get("x.phrase")?.is?.pattern).toBe(`.{${shortest},${longest}}`);
});
