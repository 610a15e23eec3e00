/** Serves the made-up sources until it is stopped; its address is the one line on standard output. */
import { serveSample } from './sample-site.js';

const { url, close } = await serveSample();
process.stdout.write(`${url}\n`);
process.once('SIGTERM', () => void close().then(() => process.exit(0)));
