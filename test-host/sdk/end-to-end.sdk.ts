import { gunzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import type { Mosquitto } from "../helpers/mosquitto";
import { describeWith } from "../helpers/needs";
import { freshPage } from "../portal-page/page-files";
import { Certificate, type CertificateOptions } from "../virtual/certificate";
import { Bench, CLIENT_ID } from "./bench";
import { BUILDING_TIME, describeWithSdk } from "./toolchain";

const WAIT = 60_000;
const DAY = 86_400_000;
const days = (count: number) => Date.now() + count * DAY;

describeWithSdk(() =>
	describeWith("mosquitto", () => {
		let bench: Bench;
		let broker: Mosquitto;

		beforeAll(async () => {
			bench = await Bench.build();
			broker = await bench.startBroker();
		}, BUILDING_TIME);
		afterEach(() => bench.tidy());
		afterAll(() => bench?.close());

		test(
			"what the car says arrives at the broker, through the firmware's own TLS",
			async () => {
				await bench.driveCar("aze0-24");
				const board = bench.board(bench.settings(broker));
				board.switchOn();
				await board.event({ event: "delivered" });
				const values = await board.event((event) => event.event === "values" && event.values.soc === 58.4);
				expect(values).toMatchObject({ values: { health: 86, capacity: 57, range: 68 } });
				expect(broker.log()).toContain(`as ${CLIENT_ID}`);
			},
			WAIT,
		);

		test(
			"a board that lost its power goes on with the settings that its portal was given",
			async () => {
				await bench.driveCar("aze0-24");
				const board = bench.board();
				board.switchOn();
				await board.event({ event: "unconfigured" });
				await bench.fillInPortal(bench.settings(broker, { clientId: "by-portal" }));
				const online = { event: "connection", state: "online" } as const;
				await board.event(online);
				for (let time = 0; time < 2; time++) {
					await board.cutPower();
					board.switchOn();
					expect(await board.event({ event: "started" })).toMatchObject({ clientId: "by-portal" });
					await board.event(online);
				}
				await board.event({ event: "delivered" });
			},
			WAIT,
		);

		test(
			"a browser gets the page as it was built, out of flash",
			async () => {
				const board = bench.board();
				board.switchOn();
				await board.event({ event: "unconfigured" });
				const answer = await fetch(`http://127.0.0.1:${bench.portalPort}/`);
				const { gzip, etag, csp } = freshPage();
				expect(answer.headers.get("etag")).toBe(etag);
				expect(answer.headers.get("content-security-policy")).toBe(csp);
				expect(await answer.text()).toBe(gunzipSync(gzip).toString());
			},
			WAIT,
		);

		describe("does not talk to a broker", () => {
			const rows: [what: string, request: CertificateOptions, reason: string][] = [
				["for another host", { names: ["broker.example"] }, "tls-wrong-name"],
				["that has expired", { from: days(-9), to: days(-1) }, "tls-expired"],
				["from tomorrow", { from: days(1), to: days(9) }, "tls-not-yet-valid"],
			];

			test.each(rows)(
				"with a certificate %s",
				async (_what, request, reason) => {
					const bad = await bench.startBroker(request);
					await expectRefusal(bad, {}, reason);
				},
				WAIT,
			);

			test(
				"of another CA",
				async () => {
					const { pem: ca } = await Certificate.root({ subject: "Home CA" });
					await expectRefusal(broker, { ca }, "tls-untrusted");
				},
				WAIT,
			);

			test(
				"that does not take its password",
				async () => {
					await expectRefusal(broker, { password: "wrong" }, "not-authorised");
				},
				WAIT,
			);

			async function expectRefusal(
				server: Mosquitto,
				mqtt: Record<string, string>,
				reason: string,
			): Promise<void> {
				const board = bench.board(bench.settings(server, mqtt));
				board.switchOn();
				const waiting = await board.event({ event: "connection", state: "waiting" });
				expect(waiting).toMatchObject({ reason });
				expect(board.events).not.toContainEqual({ event: "connection", state: "online" });
				expect(JSON.stringify(board.events)).not.toContain("s3cret");
			}
		});
	}),
);
