/** The bus's pure decisions: what is opened, where it goes next, where it is said. */
import { CATALOGUE, DEAD_LETTERS, PARKED, RETRY_TIERS } from '@kopr/proto';
import { expect } from 'chai';
import { accepts, decode } from '../src/bus/decode.js';
import { encode } from '../src/bus/envelope-of.js';
import { done, envelopeOf, reject, retry, uuidV7 } from '../src/bus/index.js';
import { logHandled } from '../src/bus/log-handled.js';
import { nextStop, nextTry } from '../src/bus/settle.js';
import { targetOf } from '../src/bus/target.js';
import { withTrace } from '../src/log/index.js';
import { example, exampleOf, listeningLog } from './bus-cast.js';

const bytes = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

describe('opening a message', () => {
  it('opens every example of the catalogue', () => {
    const closed = CATALOGUE.filter(({ message }) => !decode(encode(example(message.type as 'task.queued'))).ok);
    expect(closed).to.deep.equal([]);
  });

  it('strips fields that it does not know', () => {
    const said = example('line.rebuild-requested');
    const decoded = decode(bytes({ ...said, body: { ...(said.body as object), later: 1 } }));
    expect(decoded).to.deep.equal({ ok: true, envelope: said });
  });

  for (const [what, content, keep, reason] of [
    ['bytes that are no JSON', Buffer.from('{'), 'dead', /not an envelope/],
    ['JSON that is no envelope', bytes({ type: 'task.queued' }), 'dead', /not an envelope/],
    ['a body that does not fit', bytes({ ...example('task.lost'), body: { task: '42' } }), 'dead', /attempt/],
    ['an unknown type', bytes({ ...example('task.lost'), type: 'task.danced' }), 'parked', /task\.danced is not known/],
    ['a later version', bytes({ ...example('task.lost'), version: 2 }), 'parked', /version 2, known here is 1/],
  ] as const) {
    it(`keeps ${what} as ${keep}`, () => {
      const decoded = decode(content);
      expect(decoded).to.include({ ok: false, keep });
      expect(decoded).to.have.property('reason').that.matches(reason);
    });
  }

  it('takes the version that it knows and the one before', () => {
    expect([1, 2, 3, 4].filter((version) => accepts(3, version))).to.deep.equal([2, 3]);
  });
});

describe('the next stop of a message', () => {
  it('is nowhere when it is done', () => {
    expect(nextStop(done, 1)).to.equal(undefined);
  });

  it('is one retry tier after the other, then the dead letters', () => {
    const stops = [1, 2, 3, 4, 5].map((attempt) => nextStop(retry('busy'), attempt)?.exchange);
    expect(stops).to.deep.equal([...RETRY_TIERS.map(({ name }) => name), DEAD_LETTERS]);
  });

  it('is a retry tier for as long as a database is away, never the dead letters', () => {
    const stops = [1, 2, 3, 4, 5].map((attempt) => nextStop({ fate: 'wait', reason: 'away' }, attempt)?.exchange);
    const [second, ten, minute] = RETRY_TIERS.map(({ name }) => name);
    expect(stops).to.deep.equal([second, ten, minute, minute, minute]);
    expect([1, 2, 3, 4].map((attempt) => nextTry('wait', attempt))).to.deep.equal([2, 3, 3, 4]);
  });

  it('is the dead letters at once when it is rejected', () => {
    expect(nextStop(reject('nonsense'), 1)).to.deep.equal({ exchange: DEAD_LETTERS, settled: 'dead-letter' });
  });

  it('is the parking place when another release knows it', () => {
    expect(nextStop({ fate: 'park', reason: 'version 2' }, 1)).to.deep.equal({ exchange: PARKED, settled: 'parked' });
  });
});

describe('saying a message', () => {
  it('names the worker host of an order in the key', () => {
    expect(targetOf(example('task.assigned')).target.key).to.equal('task.assigned.local');
    expect(targetOf(example('task.assigned'), { host: 'big' }).target.key).to.equal('task.assigned.big');
  });

  it('lets a fact go nowhere while its listeners are only planned', () => {
    expect(targetOf(example('chroot.ended')).target.mandatory).to.equal(false);
    expect(targetOf(example('task.queued')).target.mandatory).to.equal(true);
  });

  it('refuses a body that does not fit its schema', () => {
    expect(() => envelopeOf('build.cancel-requested', { build: -1, projectId: 7, reason: '' })).to.throw(/build/);
  });

  it('refuses more than 64 KiB', () => {
    const packages = Array.from({ length: 500 }, (_, at) => `package-${at}-`.padEnd(200, 'x'));
    const body = { ...exampleOf('source.fork-requested'), packages };
    expect(() => encode(envelopeOf('source.fork-requested', body))).to.throw(/at most 65536/);
  });

  it('carries on the trace that it is said under', () => {
    const trace = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    expect(withTrace(trace, () => example('task.lost')).trace).to.equal(trace);
    expect(example('task.lost').trace).to.match(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  });

  it('makes ids that sort by their time', () => {
    expect(uuidV7(1)).to.match(/^00000000-0001-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(uuidV7(1) < uuidV7(2)).to.equal(true);
  });
});

describe('the line of a handled message', () => {
  const handled = { queue: 'frontend.task.lost', try: 1, durationMs: 3, envelope: example('task.lost') };

  it('tells which build, task and attempt it was about', () => {
    const { log, lines } = listeningLog();
    logHandled(log, { ...handled, verdict: done, settled: 'done' });
    expect(lines[0]?.fields).to.include({ build: 42, task: '42-minidistro-13-x86_64', attempt: 1, fate: 'done' });
  });

  it('is louder the more a person has to look', () => {
    const { log, lines } = listeningLog();
    logHandled(log, { ...handled, verdict: done, settled: 'done' });
    logHandled(log, { ...handled, verdict: retry('busy'), settled: 'retry' });
    logHandled(log, { ...handled, verdict: reject('bad'), settled: 'dead-letter' });
    logHandled(log, { ...handled, envelope: example('hosts.reported'), verdict: done, settled: 'done' });
    expect(lines.map(({ level }) => level)).to.deep.equal(['info', 'warn', 'error', 'debug']);
  });
});
