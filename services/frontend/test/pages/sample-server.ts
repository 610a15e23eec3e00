/** Serves the made-up Kopr until it is stopped; its address is the one line on standard output. */
import { serveSample } from './sample-site.js';

const { url } = await serveSample();
process.stdout.write(`${url}\n`);
