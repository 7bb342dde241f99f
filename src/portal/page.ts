import { html, type Markup, type Part } from "./html";

/** The frame of every page: no script, nothing from elsewhere, light or dark as the browser is. */
export function pageOf(title: string, head: Part, content: Part): Markup {
	return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>${head}
<style>
:root{color-scheme:light dark;font:100%/1.5 system-ui,sans-serif}
body{max-width:36rem;margin:0 auto;padding:1rem}
label{display:block;font-weight:600;margin-top:1rem}
input,select,textarea,button{font:inherit;width:100%;box-sizing:border-box;padding:.5rem}
button{margin:1.5rem 0}
small{display:block}
.bad{color:#b00020;overflow-wrap:anywhere}
@media(prefers-color-scheme:dark){.bad{color:#ff9aa8}}
table{width:100%;border-collapse:collapse}
caption,th,td{text-align:left;padding:.25rem 0}
td{font-variant-numeric:tabular-nums}
</style>
</head>
<body>
<main>
<h1>Leafcast</h1>
${content}
</main>
</body>
</html>
`;
}
