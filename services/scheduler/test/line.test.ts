import { expect } from 'chai';
import { play, type News } from '../src/domain/decide.js';
import { emptyLine, type Line } from '../src/domain/line.js';
import { QUIET_MS, REMEMBER_MS } from '../src/domain/limits.js';
import { news, NOON, placement, TRACE } from './cast.js';

const TASK = '42-minidistro-13-x86_64';
const running = (attempt: number, task = TASK) => ({ running: [{ task, attempt }] });
const TIME: News = { type: 'time' };

/** A line with a clock: `says(s, news)` is what is said at second `s`, as `<what> <task> <attempt> @<host>`. */
function scheduler(line: Line = emptyLine(NOON)) {
  const says = (second: number, ...all: News[]): string[] =>
    all
      .flatMap((one) => play(line, one, NOON + second * 1000))
      .map(({ type, body }) => {
        const name = body.task === TASK ? '' : ` ${body.task}`;
        return `${type.slice(5)}${name} ${body.attempt}${'host' in body ? ` @${body.host}` : ''}`;
      });
  const report = (second: number, more: Parameters<typeof news.reported>[1] = {}) =>
    says(second, news.reported(NOON + second * 1000, more));
  /** Alpha says every 5 s what it has, from one second to another. */
  const reports = (from: number, to: number, more: Parameters<typeof news.reported>[1] = {}) => {
    const said: string[] = [];
    for (let second = from; second <= to; second += 5) said.push(...report(second, more), ...says(second, TIME));
    return said;
  };
  return { line, says, report, reports };
}

describe('the line', () => {
  it('assigns a queued task at once when a slot is free, with its whole placement and trace', () => {
    const line = emptyLine(NOON);
    play(line, news.reported(NOON), NOON);
    const [said, ...more] = play(line, news.queued(), NOON);
    expect(more).to.deep.equal([]);
    expect(said).to.deep.equal({
      type: 'task.assigned',
      body: { ...placement(), attempt: 1, host: 'alpha' },
      trace: TRACE,
    });
  });

  it('assigns nothing on a host that has not spoken in this term, or not lately, or drains', () => {
    const { says, report } = scheduler();
    expect(says(0, news.queued())).to.deep.equal([]);
    expect(report(1, { draining: true })).to.deep.equal([]);
    expect(says(20, TIME)).to.deep.equal([]);
    expect(report(21)).to.deep.equal(['assigned 1 @alpha']);
  });

  it('assigns when a finished task has freed its slot', () => {
    const { says, report } = scheduler();
    report(0, { slots: 1 });
    says(1, news.queued(), news.queued({ task: '43' }));
    report(2, { slots: 1, ...running(1) });
    expect(says(3, news.finished(1))).to.deep.equal(['assigned 43 1 @alpha']);
  });

  it('counts what a host runs without our knowledge as taken slots', () => {
    const { says, report } = scheduler();
    report(0, { slots: 1, running: [{ task: '7', attempt: 1 }] });
    expect(says(1, news.queued())).to.deep.equal([]);
    expect(report(2, { slots: 1 })).to.deep.equal(['assigned 1 @alpha']);
  });

  it('ignores a task that is queued again while it waits, runs, or is over', () => {
    const { says, report } = scheduler();
    says(0, news.queued(), news.queued());
    expect(report(1)).to.deep.equal(['assigned 1 @alpha']);
    expect(says(2, news.queued())).to.deep.equal([]);
    says(3, news.finished(1));
    expect(says(4, news.queued(), news.queued({ attempt: 1 }))).to.deep.equal([]);
    expect(says(5, news.queued({ attempt: 2 }))).to.deep.equal(['assigned 3 @alpha']);
  });

  it('ignores a task whose end was heard before it was queued', () => {
    const { says, report } = scheduler();
    report(0);
    says(1, news.finished(1));
    expect(says(2, news.queued({ attempt: 1 }))).to.deep.equal([]);
  });

  it('puts a lost task back in its old place, with the next attempt', () => {
    const { says, report } = scheduler();
    report(0, { slots: 1 });
    says(1, news.queued(), news.queued({ task: '43', queuedAt: '2026-01-01T12:00:09Z' }));
    expect(says(2, news.lost(1))).to.deep.equal(['requeued 1', 'assigned 2 @alpha']);
  });

  it('prefers another host after a loss', () => {
    const { says, report } = scheduler();
    report(0);
    says(1, news.queued());
    says(1, news.reported(NOON + 1000, { host: 'beta', arches: ['x86_64', 'i686'] }));
    expect(says(2, news.lost(1))).to.deep.equal(['requeued 1', 'assigned 2 @beta']);
  });

  it('gives a task up at the third loss', () => {
    const { says, report } = scheduler();
    report(0);
    says(1, news.queued());
    says(2, news.lost(1));
    expect(says(3, news.lost(2))).to.deep.equal(['requeued 2', 'assigned 3 @alpha']);
    expect(says(4, news.lost(3))).to.deep.equal(['given-up 3']);
  });

  it('says again that a task was given up, to a frontend that still asks for it', () => {
    const { says, report } = scheduler();
    report(0);
    says(1, news.queued(), news.lost(1), news.lost(2), news.lost(3));
    expect(says(2, news.queued({ attempt: 3 }), TIME)).to.deep.equal(['given-up 3']);
    expect(says(3, news.queued({ attempt: 1 }), TIME)).to.deep.equal(['given-up 3']);
  });

  it('does not begin anew with a task that was given up, though its stopped attempt makes the frontend ask for it', () => {
    const { says, report } = scheduler();
    report(0);
    says(1, news.queued(), news.lost(1), news.lost(2), news.lost(3));
    says(2, news.finished(3, { outcome: 'stopped', manifest: null }));
    expect(says(3, news.queued({ attempt: 4 }), TIME)).to.deep.equal(['given-up 4']);
  });

  it('ignores losses and ends of old attempts', () => {
    const { says, report } = scheduler();
    report(0);
    says(1, news.queued(), news.lost(1));
    expect(says(2, news.lost(1), news.finished(1), news.started(1))).to.deep.equal([]);
    expect(says(3, news.lost(2))).to.deep.equal(['requeued 2', 'assigned 3 @alpha']);
  });

  it('keeps a lost task in line, whatever its lost attempt still says', () => {
    const { says, report } = scheduler();
    report(0, { slots: 1 });
    says(1, news.queued());
    report(2, { slots: 0 });
    expect(says(3, news.lost(1))).to.deep.equal(['requeued 1']);
    expect(says(4, news.started(1), news.finished(1))).to.deep.equal([]);
    expect(report(5)).to.deep.equal(['assigned 2 @alpha']);
  });

  it('stops a container whose attempt was given up', () => {
    const { says, report } = scheduler();
    report(0);
    says(1, news.queued(), news.lost(1));
    expect(report(2, { running: [{ task: TASK, attempt: 1 }] })).to.deep.equal(['stop-requested 1 @alpha']);
    expect(report(7, { running: [{ task: TASK, attempt: 1 }] }), 'not again at once').to.deep.equal([]);
    expect(report(40, { running: [{ task: TASK, attempt: 1 }] })).to.deep.equal(['stop-requested 1 @alpha']);
  });

  it('takes a report that is older than the last for no news', () => {
    const { says, report } = scheduler();
    report(5, { slots: 0 });
    expect(says(6, news.queued(), news.reported(NOON + 1000, { slots: 2 }))).to.deep.equal([]);
    expect(says(25, news.reported(NOON + 1000)), 'but after a silence it counts').to.deep.equal(['assigned 1 @alpha']);
  });
});

describe('the line, about silence', () => {
  function placed() {
    const all = scheduler();
    all.report(0);
    expect(all.says(0, news.queued())).to.deep.equal(['assigned 1 @alpha']);
    return all;
  }

  it('loses a task that its host’s reports never name for 30 s', () => {
    const { reports } = placed();
    expect(reports(5, 25)).to.deep.equal([]);
    expect(reports(30, 30)).to.deep.equal(['stop-requested 1 @alpha', 'requeued 1', 'assigned 2 @alpha']);
  });

  it('keeps a task as long as its host names it', () => {
    const { reports } = placed();
    expect(reports(5, 300, running(1))).to.deep.equal([]);
  });

  it('loses a task of a host that is silent for 60 s', () => {
    const { says, report } = placed();
    report(5, running(1));
    for (let second = 6; second < 65; second++) expect(says(second, TIME), `at ${second} s`).to.deep.equal([]);
    expect(says(65, TIME)).to.deep.equal(['stop-requested 1 @alpha', 'requeued 1']);
  });

  it('holds no silence against a host while the bus was away', () => {
    const { line, says, report } = placed();
    report(5, running(1));
    line.since = NOON + 100_000;
    expect(says(100, TIME)).to.deep.equal([]);
    expect(says(159, TIME)).to.deep.equal([]);
    expect(says(160, TIME)).to.deep.equal(['stop-requested 1 @alpha', 'requeued 1']);
  });

  it('stops the lost attempt when its host comes back with it', () => {
    const { says, report } = placed();
    report(5, running(1));
    says(65, TIME);
    expect(report(100, { slots: 1, ...running(1) })).to.deep.equal(['stop-requested 1 @alpha']);
    expect(says(101, news.finished(1, { outcome: 'stopped' }))).to.deep.equal(['assigned 2 @alpha']);
  });
});

describe('the line, about cancels', () => {
  it('drops what waits and refuses what comes later', () => {
    const { says, report } = scheduler();
    says(0, news.queued(), news.canceled());
    says(1, news.queued(), news.queued({ task: '42-fedora-42-x86_64' }), news.queued({ task: '42' }));
    expect(report(2)).to.deep.equal([]);
  });

  it('leaves builds alone whose number only begins alike', () => {
    const { says, report } = scheduler();
    says(0, news.canceled(4), news.queued());
    expect(report(1)).to.deep.equal(['assigned 1 @alpha']);
  });

  it('stops what runs; its slot is free when the container is gone', () => {
    const { says, report } = scheduler();
    report(0, { slots: 1 });
    says(1, news.queued(), news.queued({ task: '43' }));
    expect(says(2, news.canceled())).to.deep.equal(['stop-requested 1 @alpha']);
    expect(says(3, news.finished(1, { outcome: 'stopped' }))).to.deep.equal(['assigned 43 1 @alpha']);
  });

  it('does not put a canceled task back in line when it is lost', () => {
    const { says, report } = scheduler();
    report(0);
    says(1, news.queued(), news.canceled());
    expect(says(2, news.lost(1), TIME)).to.deep.equal([]);
  });

  it('frees the slot of a canceled task that no host has, in the end', () => {
    const { says, report, reports } = scheduler();
    report(0, { slots: 1 });
    says(1, news.queued(), news.queued({ task: '43' }), news.canceled());
    expect(reports(5, 40, { slots: 1 }))
      .to.include('assigned 43 1 @alpha')
      .and.not.include('requeued 1');
  });

  it('stops what a host runs of a canceled build, though nobody had queued it', () => {
    const { says, report } = scheduler();
    says(0, news.canceled());
    expect(report(1, running(3))).to.deep.equal(['stop-requested 3 @alpha']);
  });

  it('remembers for a day, then forgets', () => {
    const { line, says } = scheduler();
    says(0, news.canceled(), news.finished(1, { task: '43' }));
    says(REMEMBER_MS / 1000 - 1, { type: 'cleaning' });
    expect([line.canceled.size, line.ended.size]).to.deep.equal([1, 1]);
    says(REMEMBER_MS / 1000, { type: 'cleaning' });
    expect([line.canceled.size, line.ended.size]).to.deep.equal([0, 0]);
  });
});

describe('the line, after it was lost', () => {
  const rebuilding = () => {
    const line = emptyLine(NOON);
    line.quietUntil = NOON + QUIET_MS;
    return scheduler(line);
  };

  it('assigns nothing until hosts have had the time to say what they run', () => {
    const { says, report } = rebuilding();
    says(0, news.queued());
    expect(report(3)).to.deep.equal([]);
    expect(says(6, TIME)).to.deep.equal(['assigned 1 @alpha']);
  });

  it('counts on from the last attempt that the frontend saw', () => {
    const { says, report } = rebuilding();
    says(0, news.queued({ attempt: 2 }));
    report(3);
    expect(says(6, TIME)).to.deep.equal(['assigned 3 @alpha']);
  });

  it('adopts what a host runs instead of assigning it anew, whichever is heard first', () => {
    for (const reportFirst of [true, false]) {
      const { line, says, report } = rebuilding();
      if (reportFirst) report(1, running(2));
      says(2, news.queued({ attempt: 2 }));
      if (!reportFirst) report(3, running(2));
      expect(says(6, TIME)).to.deep.equal([]);
      expect(line.placed.get(TASK)).to.include({ attempt: 2, host: 'alpha' });
      expect(says(7, news.finished(2))).to.deep.equal([]);
      expect(line.ended.get(TASK)?.attempt).to.equal(2);
    }
  });

  it('adopts an attempt that is higher than the frontend has heard of', () => {
    const { line, says, report } = rebuilding();
    report(1, running(3));
    says(2, news.queued({ attempt: 2 }));
    expect(line.placed.get(TASK)).to.include({ attempt: 3 });
  });

  it('stops an older attempt than the frontend has heard of', () => {
    const { says, report } = rebuilding();
    says(1, news.queued({ attempt: 2 }));
    expect(report(2, { slots: 1, ...running(1) })).to.deep.equal(['stop-requested 1 @alpha']);
  });

  it('leaves alone what it does not know', () => {
    const { report } = rebuilding();
    expect(report(1, running(1))).to.deep.equal([]);
  });

  it('takes a start for proof that a task is placed', () => {
    const { line, says } = rebuilding();
    says(1, news.queued(), news.started(1));
    expect(line.placed.get(TASK)).to.include({ attempt: 1, host: 'alpha' });
  });
});

describe('the line, about what a host should not have', () => {
  it('stops a container of a task that is over, once its farewell was long enough', () => {
    const { says, report } = scheduler();
    report(0);
    says(1, news.queued(), news.finished(1));
    expect(report(3, running(1)), 'written before the end was heard').to.deep.equal([]);
    expect(report(20, running(1))).to.deep.equal(['stop-requested 1 @alpha']);
  });

  it('follows the host that has a later attempt, and stops the other', () => {
    const { line, says, report } = scheduler();
    report(0);
    says(1, news.queued());
    const said = says(2, news.reported(NOON + 2000, { host: 'beta', ...running(2) }));
    expect(said).to.deep.equal(['stop-requested 1 @alpha']);
    expect(line.placed.get(TASK)).to.include({ attempt: 2, host: 'beta' });
  });
});
