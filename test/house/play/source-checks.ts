/** What must hold of sources at the end of every story. */
import { chrootsIn, repeated, roundsOf, type Check } from './found.js';
import type { House } from './house.js';

/** All of them. */
export const SOURCE_CHECKS: readonly Check[] = [eachSourceIsImportedOnce, retriesAreFew, retriedBuildsForget];

/** An import that came to its end is not asked for again in another round. */
function eachSourceIsImportedOnce({ frontend, distGit: { imported } }: House): string[] {
  const succeeded = [...frontend.builds.values()].filter(({ source }) => source.state === 'succeeded');
  const missing = succeeded.filter(({ id }) => !imported.includes(id));
  return [
    ...repeated(imported.map(String), 'a source was imported'),
    ...missing.map(({ id }) => `the source of build ${id} succeeded, but was not imported`),
  ];
}

/** Nobody is made to retry by news of an earlier round. */
function retriesAreFew(house: House): string[] {
  return house.acts.flatMap(({ build: { id }, import: { hitches } }) => {
    const [rounds, failures] = [roundsOf(house, id), hitches.resolve + hitches.import];
    return rounds > failures ? [`build ${id} was retried ${rounds} times after ${failures} failures`] : [];
  });
}

/** What failed with an import is as before once that is retried. */
function retriedBuildsForget(house: House): string[] {
  return chrootsIn(house)
    .filter(({ build, chroot }) => build.source.state === 'succeeded' && /^dist-git says/.test(chroot.reason ?? ''))
    .map(({ task }) => `${task} failed with an import that came to its end`);
}
