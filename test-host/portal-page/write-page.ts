import { buildPage } from "./build-page";
import { writePage } from "./page-files";

const page = await buildPage();
writePage(page);
process.stdout.write(`page of ${page.gzip.length} bytes\n`);
