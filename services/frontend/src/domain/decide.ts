/**
 * The one door through which a build changes: news in, changed build and sayings out. Pure, so that a test can play a
 * build's messages permuted, doubled and delayed. News that comes too late changes nothing and says nothing.
 */
import type { Body } from '@kopr/proto';
import { abandon, cancel } from './cancel.js';
import type { Build, House } from './build.js';
import { onFreed, onImported, type PlanInput } from './plan.js';
import { onResolved, type SourcePlanInput } from './plan-source.js';
import { onPublishNews, type PublishNews } from './publish-news.js';
import { retryImport } from './retry-import.js';
import { decided, type Decision } from './sayings.js';
import { onSourceFailed } from './source-failed.js';
import { onTaskNews, type TaskNews } from './task-news.js';

/** All that can happen to a build: what others say, and what people ask. */
export type News =
  | { type: 'source.resolved'; body: Body<'source.resolved'>; input: SourcePlanInput }
  | { type: 'source.imported'; body: Body<'source.imported'>; input: PlanInput }
  | { type: 'source.failed'; body: Body<'source.failed'> }
  /** The batch that it waits for is over. */
  | { type: 'batch.freed'; input: PlanInput }
  | TaskNews
  | PublishNews
  | { type: 'cancel'; reason: string }
  | { type: 'abandon'; reason: string }
  | { type: 'import.retried' };

/** What the news does to the build, and what is said because of it. */
export function decide(build: Build, news: News, house: House): Decision {
  return decided(build, apply(build, news, house.now), house);
}

function apply(build: Build, news: News, now: Date): Build {
  switch (news.type) {
    case 'source.resolved':
      return onResolved(build, news.body, news.input, now);
    case 'source.imported':
      return onImported(build, news.body, news.input, now);
    case 'source.failed':
      return onSourceFailed(build, news.body, now);
    case 'batch.freed':
      return onFreed(build, news.input, now);
    case 'repo.published':
    case 'repo.failed':
      return onPublishNews(build, news, now);
    case 'cancel':
      return cancel(build, now, news.reason) ?? build;
    case 'abandon':
      return build.endedAt ? build : abandon(build, now, news.reason);
    case 'import.retried':
      return retryImport(build, now) ?? build;
    default:
      return onTaskNews(build, news, now);
  }
}
