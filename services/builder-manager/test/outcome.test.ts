/** What the end of a container means. */
import { expect } from 'chai';
import { SILENT, type Control } from '../src/domain/control.js';
import { lastWords, timeoutMark, verdictOf, type Ending } from '../src/domain/outcome.js';
import { attemptNamed } from './kit/attempts.js';

const attempt = attemptNamed('1-minidistro-13-x86_64');
const ending = (exitCode: number, own: Partial<Ending> = {}): Ending => ({
  exitCode,
  oomKilled: false,
  startedAt: null,
  endedAt: new Date(0),
  mark: null,
  ...own,
});
const delivered: Control = {
  ...SILENT,
  manifest: { sha256: 'a'.repeat(64), outcome: 'succeeded', reason: null, stage: null, kopr: 'manifest' },
};
const dead = (reason: string, fault: 'task' | 'host'): Control => ({
  ...SILENT,
  died: { kopr: 'died', reason, fault },
});
const building: Control = { ...SILENT, phase: 'build' };
const cancel = { why: 'stop', reason: 'canceled by alice' } as const;

const RULES: [string, Ending, Control, object][] = [
  ['a delivered manifest decides', ending(0), delivered, { outcome: 'succeeded', manifest: 'a'.repeat(64) }],
  ['a kill after the delivery takes nothing back', ending(137), delivered, { outcome: 'succeeded' }],
  [
    'a stop wins over a manifest',
    ending(137, { mark: cancel }),
    delivered,
    { outcome: 'stopped', reason: cancel.reason },
  ],
  [
    'a passed time limit fails',
    ending(137, { mark: timeoutMark(attempt) }),
    building,
    { outcome: 'failed', reason: 'timed out after 600 s' },
  ],
  [
    'a time limit passed after the delivery changes nothing',
    ending(137, { mark: timeoutMark(attempt) }),
    delivered,
    { outcome: 'succeeded' },
  ],
  ['a superseded attempt is stopped', ending(75), SILENT, { outcome: 'stopped' }],
  [
    'want of memory fails and says so',
    ending(137, { oomKilled: true }),
    building,
    { outcome: 'failed', reason: 'out of memory: killed at 2048 MiB, during build' },
  ],
  [
    'a builder that says why it died is believed',
    ending(1),
    dead('the definition answered 404', 'task'),
    { outcome: 'failed', reason: 'the definition answered 404' },
  ],
  [
    'a builder that blames its host is lost, for another host to try',
    ending(1),
    dead('the disk of the builder is full', 'host'),
    { news: 'lost', reason: 'the disk of the builder is full' },
  ],
  [
    'a builder that ends without a word fails',
    ending(2),
    building,
    { outcome: 'failed', reason: 'the builder ended without a result (exit code 2, during build)' },
  ],
  [
    'a kill that nobody asked for is a loss',
    ending(137),
    building,
    { news: 'lost', reason: 'the container was killed (exit code 137, during build)' },
  ],
  ['an engine that went down is a loss', ending(255), building, { news: 'lost' }],
];

describe('the end of a container', () => {
  for (const [title, end, control, expected] of RULES) {
    it(title, () => expect(verdictOf(attempt, end, control)).to.include(expected));
  }

  it('says of a source task where it failed, and of no other', () => {
    const source = { ...attempt, kind: 'source' } as const;
    const failedAt: Control = {
      ...SILENT,
      manifest: {
        kopr: 'manifest',
        sha256: 'a'.repeat(64),
        outcome: 'failed',
        reason: 'no such branch',
        stage: 'checkout',
      },
    };
    const timedOut = ending(137, { mark: timeoutMark(source) });
    const tooLoud = ending(137, { mark: { why: 'limit', reason: 'the log was refused' } });
    expect(verdictOf(source, ending(0), failedAt)).to.include({ stage: 'checkout' });
    expect(verdictOf(source, timedOut, building)).to.include({ stage: 'timeout' });
    expect(verdictOf(source, tooLoud, building)).to.include({ stage: 'srpm-build' });
    expect(verdictOf(source, ending(137, { oomKilled: true }), building)).to.include({ stage: 'srpm-build' });
    expect(verdictOf(source, ending(2), building)).to.include({ stage: 'internal' });
    expect(verdictOf(attempt, timedOut, building)).to.include({ stage: null });
  });

  it('gets a last line in the log only when the builder could not write one', () => {
    const timedOut = verdictOf(attempt, ending(137, { mark: timeoutMark(attempt) }), building);
    expect(lastWords(timedOut, building)).to.equal('\n[kopr] timed out after 600 s\n');
    expect(lastWords(verdictOf(attempt, ending(0), delivered), delivered)).to.equal('');
  });
});
