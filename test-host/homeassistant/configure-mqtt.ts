import type { Owner } from "./owner";

/** What the owner types into the form of the MQTT integration. */
export interface BrokerLogin {
	readonly port: number;
	readonly user: string;
	readonly password: string;
	/** PEM of the certificate authority. */
	readonly caPem: string;
}

interface Step {
	readonly flow_id: string;
	readonly type: string;
	readonly data_schema: readonly { readonly name: string }[];
	readonly errors?: Readonly<Record<string, string>> | null;
}

/** The form grows with what was chosen: broker, then advanced options, then the choice of CA, then its file. */
const MOST_STEPS = 4;

/** Sets up the MQTT integration as an owner does, with a private certificate authority. */
export async function configureMqtt(owner: Owner, login: BrokerLogin): Promise<void> {
	const file = new FormData();
	file.append("file", new Blob([login.caPem], { type: "application/x-x509-ca-cert" }), "ca.crt");
	const { file_id } = await owner.post("/api/file_upload", file);
	const answers: Readonly<Record<string, unknown>> = {
		broker: "localhost",
		port: login.port,
		username: login.user,
		password: login.password,
		advanced_options: true,
		set_ca_cert: "custom",
		certificate: file_id,
	};
	const flows = "/api/config/config_entries/flow";
	let step = (await owner.post(flows, { handler: "mqtt", show_advanced_options: true })) as unknown as Step;
	for (let count = 0; step.type === "form" && count < MOST_STEPS; count++) {
		const asked = step.data_schema.map(({ name }) => name).filter((name) => name in answers);
		const filled = Object.fromEntries(asked.map((name) => [name, answers[name]]));
		step = (await owner.post(`${flows}/${step.flow_id}`, filled)) as unknown as Step;
	}
	if (step.type !== "create_entry") throw new Error(`MQTT is not set up: ${JSON.stringify(step.errors)}`);
}
