import { deepFreeze } from "../deep-freeze";
import { showScan, showTrial, startScan, startTrial } from "./job-routes";
import type { Answer } from "./parts";
import { logIn, logOut, showSession } from "./session-routes";
import {
	changeSettings,
	exportSettings,
	importSettings,
	reset,
	restart,
	showSettings,
	takeForm,
} from "./settings-routes";
import { showLog, showPage, showStatus } from "./status-routes";

/** One thing that can be asked of the device. A POST changes something, a GET does not. */
export interface Route {
	readonly method: "GET" | "POST";
	readonly path: string;
	/** `all`: also of whoever has not logged in. `form`: by a browser without JavaScript. */
	readonly by: "all" | "members" | "form";
	readonly answer: Answer;
}

/** Everything that the portal answers. */
export const ROUTES: readonly Route[] = deepFreeze([
	{ method: "GET", path: "/", by: "all", answer: showPage },
	{ method: "GET", path: "/api/session", by: "all", answer: showSession },
	{ method: "POST", path: "/api/session", by: "all", answer: logIn },
	{ method: "POST", path: "/api/session/end", by: "members", answer: logOut },
	{ method: "GET", path: "/api/status", by: "members", answer: showStatus },
	{ method: "GET", path: "/api/log", by: "members", answer: showLog },
	{ method: "GET", path: "/api/settings", by: "members", answer: showSettings },
	{ method: "POST", path: "/api/settings", by: "members", answer: changeSettings },
	{ method: "POST", path: "/api/settings/export", by: "members", answer: exportSettings },
	{ method: "POST", path: "/api/settings/import", by: "members", answer: importSettings },
	{ method: "GET", path: "/api/wifi/scan", by: "members", answer: showScan },
	{ method: "POST", path: "/api/wifi/scan", by: "members", answer: startScan },
	{ method: "GET", path: "/api/mqtt/test", by: "members", answer: showTrial },
	{ method: "POST", path: "/api/mqtt/test", by: "members", answer: startTrial },
	{ method: "POST", path: "/api/restart", by: "members", answer: restart },
	{ method: "POST", path: "/api/reset", by: "members", answer: reset },
	{ method: "POST", path: "/setup", by: "form", answer: takeForm },
]);
