/** Turns an order into work for its lanes, or refuses it; in the transaction that notes the message as handled. */
import type { Body } from '@kopr/proto';
import type { Say, Tx } from '@kopr/shared/outbox';
import { isDirname, isRepositoryPath, SOURCE_BUILDS } from '../domain/result-path.js';
import type { Order, Verb } from '../store/entities.js';
import { ensureLane } from '../store/lanes.js';
import { buryBuilds, buryProject, isLive } from '../store/projects.js';
import { addWork, sayAnswer } from '../store/work.js';
import { refusalOf } from './answers.js';
import { PROJECT_GONE } from './delete-project.js';

const OFFERED: ReadonlySet<string> = new Set<Verb>([
  'create',
  'regenerate',
  'settings',
  'fork',
  'delete-builds',
  'delete-chroots',
  'delete-dir',
  'delete',
]);

/** Publishes a build, in its repository's lane. */
export async function takePublishOrder(tx: Tx, say: Say, body: Body<'publish.requested'>): Promise<void> {
  if (!(await isLive(tx, body.project))) return sayAnswer(say, refusalOf(body, PROJECT_GONE));
  await putInLane(tx, say, body, 'publish', body.chroot);
}

/** Does something to the repositories of the chroots named. */
export async function takeRepoOrder(tx: Tx, say: Say, body: Body<'repo.requested'>): Promise<void> {
  const { verb, project, builds } = body;
  if (!isOffered(verb)) return sayAnswer(say, refusalOf(body, `${verb} is not offered yet`));
  if (verb === 'delete') {
    await buryProject(tx, project);
    return putInLane(tx, say, body, verb, '');
  }
  if (verb.startsWith('delete-')) await buryBuilds(tx, builds);
  if (!(await isLive(tx, project))) return sayAnswer(say, refusalOf(body, PROJECT_GONE));
  const reason = wrongWith(body);
  if (reason !== undefined) return sayAnswer(say, refusalOf(body, reason));
  if (verb === 'delete-dir') return putInLane(tx, say, body, verb, '');
  const onlySources = verb === 'delete-builds' && body.chroots.length === 0;
  for (const chroot of onlySources ? [SOURCE_BUILDS] : body.chroots) await putInLane(tx, say, body, verb, chroot);
}

/** What is wrong with an order that no lane could carry out. */
function wrongWith({ verb, project, fork }: Body<'repo.requested'>): string | undefined {
  if (verb === 'fork' && fork === null) return 'a fork needs builds to copy';
  if (verb === 'delete-dir' && project.dirname === project.name) return 'the main directory goes with its project only';
  return undefined;
}

/** An order that was carried out before, said again because its answer was lost, gets the same answer. */
async function putInLane(tx: Tx, say: Say, body: Order, verb: Verb, chroot: string): Promise<void> {
  const { id, owner, dirname } = body.project;
  const isPlace = chroot === '' ? isDirname(dirname) : isRepositoryPath(owner, dirname, chroot);
  if (!isPlace) return sayAnswer(say, refusalOf(body, `${owner}/${dirname}/${chroot} cannot be a repository`));
  const lane = await ensureLane(tx, { projectId: id, owner, dirname: verb === 'delete' ? '' : dirname, chroot });
  const answer = await addWork(tx, lane, verb, body);
  if (answer) await sayAnswer(say, answer);
}

function isOffered(verb: Body<'repo.requested'>['verb']): verb is Extract<Verb, typeof verb> {
  return OFFERED.has(verb);
}
