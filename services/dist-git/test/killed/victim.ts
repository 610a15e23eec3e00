/** A dist-git without its bus: it carries out what is in line, and may die of it. */
import './effects.js';
import { loadConfig } from '@kopr/shared/config';
import { createLog } from '@kopr/shared/log';
import { SETTINGS } from '../../src/config.js';
import { loopsOf, meansOf } from '../../src/parts.js';
import { openStore } from '../../src/store/open.js';

const config = loadConfig(SETTINGS);
const log = createLog('dist-git', config.logLevel);
const { cleaning, pruning, ordering } = loopsOf(config, meansOf(config, await openStore(config.databaseUrl, log), log));
for (const loop of [cleaning, pruning, ordering]) await loop.start();
