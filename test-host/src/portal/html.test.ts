import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { html } from "../../../src/portal/html";

describe("html", () => {
	test("escapes what is put in, wherever it stands", () => {
		const evil = `<b a="1" c='2'>&amp;`;
		expect(html`<p title="${evil}">${evil}</p>`.markup).toBe(
			'<p title="&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;amp;">&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;amp;</p>',
		);
	});

	test("takes markup as it is, lists one by one, numbers, and nothing for undefined", () => {
		const items = ["a", "<"].map((item) => html`<li>${item}</li>`);
		expect(html`<ul>${items}</ul>${7}${undefined}`.markup).toBe("<ul><li>a</li><li>&lt;</li></ul>7");
	});

	test("lets no sign of HTML through, and loses nothing", () => {
		fc.assert(
			fc.property(fc.string({ unit: "binary" }), (text) => {
				const { markup } = html`${text}`;
				expect(markup).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#39);)/);
				const signs = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&" };
				const back = markup.replace(/&.*?;/g, (entity) => signs[entity as keyof typeof signs]);
				expect(back).toBe(text);
			}),
		);
	});
});
