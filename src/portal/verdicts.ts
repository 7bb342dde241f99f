import type { BrokerTestResult } from "../network/broker-test";
import type { BrokerTest } from "./portal-device";

/** What codes of a connection mean for whoever tries one. The others mean `failed`. */
const VERDICTS: Readonly<Record<string, BrokerTest["state"]>> = Object.freeze({
	ok: "ok",
	"no-network": "no-network",
	"wifi-password": "wifi-password",
	"wifi-absent": "wifi-absent",
	"wifi-lost": "wifi-absent",
	"wifi-timeout": "wifi-timeout",
	"no-time": "no-time",
	"tls-no-time": "no-time",
	dns: "name-not-found",
	"tcp-refused": "refused",
	"tcp-unreachable": "refused",
	timeout: "timeout",
	"tls-untrusted": "certificate",
	"tls-wrong-name": "certificate-name",
	"tls-expired": "certificate-expired",
	"tls-not-yet-valid": "certificate-expired",
	"bad-credentials": "password",
	"not-authorised": "password",
	"connection-lost": "closed",
});

/** The result of a trial connection, for a person. What is told as `failed` keeps its code in the detail. */
export function verdictOf({ state, detail, homeAssistant }: BrokerTestResult): BrokerTest {
	const verdict = VERDICTS[state] ?? "failed";
	const details = [...(verdict === "failed" ? [state] : []), ...(detail === undefined ? [] : [detail])];
	return {
		state: verdict,
		...(details.length > 0 && { detail: details.join(": ") }),
		...(homeAssistant && { homeAssistant }),
	};
}
