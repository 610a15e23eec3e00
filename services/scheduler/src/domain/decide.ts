/** The scheduler as a function: a line and a piece of news in, changes and messages out. All rules are reached from here. */
import type { Body } from '@kopr/proto';
import { cancelBuild } from './cancel-build.js';
import { dispatch } from './dispatch.js';
import { apply, saidIn, type Effect, type Said } from './effect.js';
import { forgetOld, loseUnseen } from './expire.js';
import { finishTask, startTask } from './finish-task.js';
import { hearHost } from './hear-host.js';
import type { Line } from './line.js';
import { loseTask } from './lose-task.js';
import { queueTask } from './queue-task.js';

/** The messages that the scheduler listens to. */
type NewsType =
  'task.queued' | 'task.started' | 'task.finished' | 'task.lost' | 'hosts.reported' | 'build.cancel-requested';

/** A piece of news: a message; that time has passed; that it is time to forget. */
export type News =
  | { [T in NewsType]: { readonly type: T; readonly body: Body<T>; readonly trace: string } }[NewsType]
  | { readonly type: 'time' }
  | { readonly type: 'cleaning' };

/** What one piece of news changes, apart from the slots that it frees or fills. */
function decide(line: Line, news: News, now: number): Effect[] {
  switch (news.type) {
    case 'task.queued':
      return queueTask(line, news.body, news.trace, now);
    case 'task.started':
      return startTask(line, news.body, now);
    case 'task.finished':
      return finishTask(line, news.body, now);
    case 'task.lost':
      return loseTask(line, news.body, now);
    case 'hosts.reported':
      return hearHost(line, news.body, now);
    case 'build.cancel-requested':
      return cancelBuild(line, news.body, now);
    case 'time':
      return loseUnseen(line, now);
    case 'cleaning':
      return forgetOld(line, now);
  }
}

/** Decides and applies one piece of news after the other, then fills the slots: every change that was made, in order. */
export function advance(line: Line, news: readonly News[], now: number): Effect[] {
  const made: Effect[] = [];
  const make = (effects: readonly Effect[]): void => {
    for (const effect of effects) apply(line, effect);
    made.push(...effects);
  };
  for (const one of news) make(decide(line, one, now));
  make(dispatch(line, now));
  return made;
}

/** The reducer as tests play it: changes the line and answers what the scheduler says. */
export function play(line: Line, news: News, now: number): Said[] {
  return saidIn(advance(line, [news], now));
}
