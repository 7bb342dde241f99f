import type { Clock } from "../clock";
import type { KeyDerivation } from "../settings/sealing";
import { Access } from "./access";
import { captiveAnswer } from "./captive";
import { CHANGE_CHECKS, FORM_CHECKS, isForeign, LENGTH_CHECKS, objection, REQUEST_CHECKS } from "./checks";
import { Gate } from "./gate";
import {
	BODY_LIMIT,
	type HttpHead,
	type HttpRequest,
	type HttpResponse,
	type Respond,
	STRANGERS_LIMIT,
} from "./http";
import { Job } from "./job";
import type { Page, Parts, ScanResult } from "./parts";
import type { BrokerTest, PortalDevice } from "./portal-device";
import { problem } from "./responses";
import { ROUTES, type Route } from "./routes";
import { sameText } from "./secret-text";

/** Longest time that a scan and the test of a broker may take, ms: longer than the test waits for network and time. */
const SCAN_LIMIT = 20_000;
const TRIAL_LIMIT = 60_000;
/** The header with the token. */
const TOKEN = "x-leafcast-token";

/** What a portal needs. */
export interface PortalPorts {
	readonly clock: Clock;
	readonly keys: KeyDerivation;
	readonly device: PortalDevice;
	readonly page: Page;
}

/** Answers every request; never throws and never tells a secret of the settings. */
export class Portal {
	readonly #parts: Parts;

	constructor({ clock, keys, device, page }: PortalPorts) {
		this.#parts = {
			...{ clock, device, page },
			access: new Access(clock, (count) => keys.randomBytes(count)),
			gate: new Gate(clock, keys, device),
			scan: new Job<ScanResult>(clock, SCAN_LIMIT, { reason: "timeout" }),
			trial: new Job<BrokerTest>(clock, TRIAL_LIMIT, { state: "timeout" }),
		};
	}

	/** The longest body, bytes, that is to be taken from whoever sends this. */
	bodyLimit(head: HttpHead): number {
		return this.#parts.access.tokenOf(head) === undefined ? STRANGERS_LIMIT : BODY_LIMIT;
	}

	/** `respond` is called once, perhaps later. */
	handle(request: HttpRequest, respond: Respond): void {
		const path = request.path.split("?", 1)[0] ?? "";
		if (request.from === "setup" && request.method === "GET" && isForeign(request)) {
			respond(captiveAnswer(path, this.isDone()));
			return;
		}
		const routes = ROUTES.filter((each) => each.path === path);
		const route = routes.find(({ method }) => method === request.method);
		const refused = objection(REQUEST_CHECKS, request) ?? this.refusal(routes, route, request);
		if (refused !== undefined) respond(refused);
		else route?.answer(this.#parts, request, respond);
	}

	/** Nothing is left to be set up. */
	private isDone(): boolean {
		const { configured, wifi } = this.#parts.device.status();
		return configured && wifi?.state === "up";
	}

	private refusal(
		routes: readonly Route[],
		route: Route | undefined,
		request: HttpRequest,
	): HttpResponse | undefined {
		if (routes.length === 0) return problem(404, "not-found", "There is no such page.");
		if (route === undefined) {
			const allow = routes.map(({ method }) => method).join(", ");
			return problem(405, "wrong-method", `This takes ${allow}.`, { allow });
		}
		if (route.by === "form") return objection(FORM_CHECKS, request) ?? objection(LENGTH_CHECKS, request);
		const unsafe = route.method === "POST" ? objection(CHANGE_CHECKS, request) : undefined;
		const stranger = route.by === "members" ? this.stranger(route, request) : undefined;
		return unsafe ?? stranger ?? (route.method === "POST" ? objection(LENGTH_CHECKS, request) : undefined);
	}

	/** Who is not logged in, or does not know the token. */
	private stranger({ method }: Route, request: HttpRequest): HttpResponse | undefined {
		const token = this.#parts.access.tokenOf(request);
		if (token === undefined) return problem(401, "login", "Log in first.");
		if (method === "GET" || sameText(request.headers.get(TOKEN) ?? "", token)) return undefined;
		return problem(403, "token", "The token is missing or old: ask for the session again.");
	}
}
