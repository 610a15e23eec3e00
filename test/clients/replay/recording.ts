/** What was recorded of Copr's real frontend: requests and their answers, in order. */
import { readFileSync } from 'node:fs';

/** One part of a recorded multipart body. */
export interface Part {
  readonly name: string;
  readonly filename: string | null;
  readonly content_type: string | null;
  readonly content: string;
}

/** One request with its answer. */
export interface Step {
  readonly step: number;
  readonly name: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    /** A user's name, or an Authorization header as it stands. */
    readonly auth: string | null;
    readonly headers: Readonly<Record<string, string>>;
    readonly body_kind: 'json' | 'form' | 'multipart' | 'raw' | null;
    readonly body: unknown;
  };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly json?: unknown;
    /** Text, or `base64:…` of bytes. Neither this nor `json`: the body was not kept. */
    readonly body?: string;
    /** How many bytes the body had that was not kept. */
    readonly body_omitted?: number;
  };
}

/** One run of copr-cli with what it printed; `config` names a configuration file. */
export interface CliRun {
  readonly step: number;
  readonly name: string;
  readonly argv: readonly string[];
  readonly config: string | null;
  readonly stdin: string | null;
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The recorded requests. */
export const apiSteps = (): Step[] => read<Step>('api.jsonl');

/** The recorded runs of copr-cli. */
export const cliRuns = (): CliRun[] => read<CliRun>('cli.jsonl');

function read<T>(file: string): T[] {
  const text = readFileSync(new URL(`../recordings/${file}`, import.meta.url), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}
