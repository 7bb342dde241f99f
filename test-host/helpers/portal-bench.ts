import type { HttpRequest, HttpResponse } from "../../src/portal/http";
import { Portal } from "../../src/portal/portal";
import { FakeKeys } from "./fake-keys";
import { FakePortalDevice, SETUP_PASSWORD } from "./fake-portal-device";
import { atHome, get, post } from "./http-request";
import { ManualClock } from "./manual-clock";

export const PAGE = {
	gzip: Uint8Array.of(0x1f, 0x8b, 8, 0),
	etag: '"abc"',
	csp: "default-src 'none'; script-src 'sha256-x'",
};

/** An answer whose body is a text. */
export interface Answer extends Omit<HttpResponse, "body"> {
	readonly body: string;
	/** Parsed, where it is JSON. */
	readonly data: Record<string, unknown>;
}

/** The portal with a made-up device, and a clock that stands still. */
export class PortalBench {
	readonly clock = new ManualClock();
	readonly device = new FakePortalDevice((ms, callback) => this.clock.after(ms, callback));
	readonly keys: FakeKeys;
	readonly portal: Portal;

	constructor(keys = new FakeKeys()) {
		this.keys = keys;
		this.portal = new Portal({ clock: this.clock, keys, device: this.device, page: PAGE });
	}

	/** Everything that has been answered so far; more may come. */
	begin(request: HttpRequest): HttpResponse[] {
		const answers: HttpResponse[] = [];
		this.portal.handle(request, (answer) => void answers.push(answer));
		return answers;
	}

	ask(request: HttpRequest): Answer {
		return answerOf(this.begin(request));
	}

	/** Asks, and lets time pass until what was asked for is there. */
	await(request: HttpRequest): Answer {
		const answers = this.begin(request);
		this.clock.advance(5000);
		return answerOf(answers);
	}

	/** The token of the setup network. */
	get token(): Record<string, string> {
		return { "x-leafcast-token": String(this.ask(get("/api/session")).data["token"]) };
	}

	/** Changes something as the page does in the setup network. */
	post(path: string, content: unknown): Answer {
		return this.await(post(path, content, this.token));
	}

	/** Logs in at home. @returns The headers that go with every request from then on. */
	logIn(password = SETUP_PASSWORD): Record<string, string> {
		const { headers, data } = this.await(atHome(post("/api/session", { password })));
		const [cookie = ""] = (headers["set-cookie"] ?? "").split(";");
		return { cookie, "x-leafcast-token": String(data["token"]) };
	}
}

/** The one answer. */
export function answerOf(answers: readonly HttpResponse[]): Answer {
	const [answer] = answers;
	if (answer === undefined || answers.length > 1) throw new Error(`${answers.length} answers`);
	const { body, headers } = answer;
	const text = typeof body === "string" ? body : `${body.length} bytes`;
	const data = headers["content-type"] === "application/json" ? JSON.parse(text) : {};
	return { ...answer, body: text, data };
}
