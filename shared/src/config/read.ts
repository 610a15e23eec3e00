/** Reads all settings of a service at once, so that an operator sees every problem in one go. */
import { KoprError } from '../errors/index.js';
import type { Setting } from './setting.js';

/** A service's settings by the name that its code uses. */
export type Settings = Readonly<Record<string, Setting<unknown>>>;
/** The values that a service gets for its settings. */
export type ConfigOf<S extends Settings> = { readonly [K in keyof S]: S[K] extends Setting<infer T> ? T : never };

/** sysexits.h EX_CONFIG: an orchestrator should not restart on it in a loop. */
const EXIT_CONFIG = 78;

/** The values for `settings` found in `env`, frozen. Throws one KoprError `config` that names every problem. */
export function readConfig<S extends Settings>(settings: S, env: NodeJS.ProcessEnv): ConfigOf<S> {
  const values: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const [key, setting] of Object.entries(settings)) {
    const found = readOne(setting, env[setting.name]);
    if ('problem' in found) problems.push(found.problem);
    else values[key] = found.value;
  }
  if (problems.length > 0) throw new KoprError('config', problems.join('\n'), { problems });
  return Object.freeze(values) as ConfigOf<S>;
}

/** The same from the process's environment, for `config.ts`: prints the problems and exits 78 when there are any. */
export function loadConfig<S extends Settings>(settings: S): ConfigOf<S> {
  try {
    return readConfig(settings, process.env);
  } catch (error) {
    if (!(error instanceof KoprError)) throw error;
    // Before the log's level is known there is no log.
    process.stderr.write(`Configuration:\n${error.message}\n`);
    process.exit(EXIT_CONFIG);
  }
}

function readOne(setting: Setting<unknown>, given: string | undefined): { value: unknown } | { problem: string } {
  const raw = given === undefined || given === '' ? setting.fallback : given;
  if (raw === null) return { value: null };
  if (raw === undefined) return { problem: `${setting.name} is not set: ${setting.meaning}` };
  const reading = setting.read(raw);
  if (reading.ok) return { value: reading.value };
  const shown = setting.secret ? 'its value (kept secret)' : JSON.stringify(raw);
  return { problem: `${setting.name}: expected ${reading.expected}, found ${shown}. Meaning: ${setting.meaning}` };
}
