/** The list of differences must not swallow what it does not mean: every recorded answer is given back spoilt. */
import { expect } from 'chai';
import { compare } from './compare.js';
import { RULES } from './differences.js';
import { newMemory, type Kind, type Memory } from './memory.js';
import { isBackend } from './play.js';
import { apiSteps, type Step } from './recording.js';
import type { Reply } from './send.js';

const STEPS = apiSteps().filter((step) => !isBackend(step));
/** Every id that the recordings give. */
const MOST_GIVEN = 1000;
const KINDS: readonly Kind[] = ['build', 'package', 'project', 'user'];

/** As if our ids were the recorded ones. */
const KNOWING: Memory = newMemory();
for (const kind of KINDS) for (let id = 0; id < MOST_GIVEN; id++) KNOWING.learnId(kind, id, id);

/** Whether an answer would pass. */
function passes(step: Step, reply: Reply): boolean {
  return compare(step, reply, KNOWING).every((difference) => RULES.some(({ covers }) => covers(difference)));
}

interface Given {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly json?: unknown;
}

const replyOf = ({ status, headers, text, json }: Given): Reply => ({
  status,
  headers: new Headers(headers),
  text,
  json,
});

const page = (status: number) => ({ status, headers: { 'content-type': 'text/html' } });
const nonsense = (status: number) => replyOf({ ...page(status), text: '{"nonsense":7}', json: { nonsense: 7 } });

/** The recorded answer itself, or with another document. */
function again({ response }: Step, json = response.json): Reply {
  const { status, headers, body_omitted: length = 0, body = 'x'.repeat(length) } = response;
  return replyOf({ status, headers, text: json === undefined ? body : JSON.stringify(json), json });
}

const names = (steps: readonly Step[]) => [...new Set(steps.map(({ name }) => name))].sort();

/** What is one value in a document; `put` answers the document with another one in its place. */
interface Leaf {
  readonly where: string;
  readonly value: unknown;
  put(other: unknown): unknown;
}

function leavesOf(value: unknown, where = ''): Leaf[] {
  if (Array.isArray(value))
    return value.flatMap((one, index) =>
      leavesOf(one, `${where}[]`).map((leaf) => ({
        ...leaf,
        put: (other) => value.with(index, leaf.put(other)) as unknown,
      })),
    );
  if (typeof value !== 'object' || value === null) return [{ where, value, put: (other) => other }];
  return Object.entries(value).flatMap(([key, one]) =>
    leavesOf(one, where === '' ? key : `${where}.${key}`).map((leaf) => ({
      ...leaf,
      put: (other) => ({ ...value, [key]: leaf.put(other) }),
    })),
  );
}

/** Another value of the same type, and one of another type. */
function spoilt(value: unknown): unknown[] {
  if (typeof value === 'string') return [`${value} spoilt`, 7];
  if (typeof value === 'number') return [value + 1, 'spoilt'];
  return typeof value === 'boolean' ? [!value, 'spoilt'] : ['spoilt', 7];
}

/** What nobody can foretell, or is learnt from the answer. */
const FREE = /(^|\.)(submitted_on|started_on|ended_on|expiration|api_login|api_token|webhook_secret|source_dict\.tmp)$/;

/** What the packages are made of that came first in a recorded fork. */
const SOURCE_KEYS = ['builddeps', 'chroot', 'gem_name', 'repos', 'resultdir', 'script'];

describe('the list of differences', () => {
  it('has nothing against the recorded answers themselves, unless Copr failed', () => {
    const answered = STEPS.filter(({ response }) => response.status < 500);
    expect(names(answered.filter((step) => !passes(step, again(step))))).to.deep.equal([]);
  });

  it('lets no page full of nonsense pass as a success', () => {
    const passing = names(STEPS.filter((step) => passes(step, nonsense(200))));
    // Of these only the status is known.
    const known = ['add-form', 'canceled-pending-srcchroot', 'dis-edit', 'group-at-page', 'pkg-add-name-mismatch'];
    expect(passing).to.deep.equal(known);
  });

  it('lets no nonsense pass that has the recorded status', () => {
    const passing = names(STEPS.filter((step) => passes(step, nonsense(step.response.status))));
    expect(passing).to.deep.equal([]);
  });

  for (const status of [400, 401, 403, 404, 409, 500, 503])
    it(`lets no failure ${status} pass that says nonsense`, () => {
      expect(names(STEPS.filter((step) => passes(step, nonsense(status))))).to.deep.equal([]);
    });

  it('lets no value pass that was not recorded, except where chance or time chose what is listed', () => {
    const isFree = (step: Step, { value, put }: Leaf) =>
      spoilt(value).some((other) => passes(step, again(step, put(other))));
    const free = STEPS.filter(({ response }) => response.json !== undefined).flatMap((step) =>
      leavesOf(step.response.json)
        .filter((leaf) => !FREE.test(leaf.where) && isFree(step, leaf))
        .map(({ where }) => `${step.name} ${where}`),
    );
    const chosen = ['search2-chroot', 'search2-limit', 'search2-slash-desc'].flatMap((name) =>
      ['full_name', 'id'].map((key) => `${name} items[].${key}`),
    );
    const first = ['name', 'source_type', ...SOURCE_KEYS.map((key) => `source_dict.${key}`)];
    expect([...new Set(free)].sort()).to.deep.equal(
      [...first.map((key) => `fork-pkgs items[].${key}`), ...chosen].sort(),
    );
  });
});
