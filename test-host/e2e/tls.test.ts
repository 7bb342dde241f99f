import { expect, test } from "@jest/globals";
import { needs } from "../helpers/needs";
import { runStart, runStartWith } from "../helpers/run-start";
import { loadHostTLS } from "../virtual/tls/host-engine";

const WAIT = 40_000;

needs("libmbedtls-dev", "Engine" in loadHostTLS(), () => {
	test(
		"the firmware's own TLS engine carries its traffic, and the start says so",
		async () => {
			const { code, lines } = await runStart("--once").ended;
			expect(lines[0]).toMatchObject({ event: "setting", tls: expect.stringMatching(/^mbed TLS \d/i) });
			expect(lines[0]).not.toHaveProperty("notes");
			expect(code).toBe(0);
		},
		WAIT,
	);
});

test(
	"on a computer that cannot compile it Node's TLS stands in, and the start says so",
	async () => {
		// Nothing is found there; the other flag keeps it from taking what has been compiled before.
		const { code, lines } = await runStartWith({ PATH: "/nowhere", MBEDTLS_CFLAGS: "-DOTHER" }, "--once")
			.ended;
		const note = expect.stringMatching(/TLS engine is not there \(there is no C compiler\)/);
		expect(lines[0]).toMatchObject({ tls: "Node's TLS", notes: [note] });
		expect(code).toBe(0);
	},
	WAIT,
);
