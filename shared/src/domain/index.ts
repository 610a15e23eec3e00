/** Pure knowledge of the field: states, attempts, chroot names, versions, addresses. No clock, socket, file or process. */
export { knownLists, leftOutBy, type ArchLists } from './arch-limits.js';
export { mergeAttempt, type Phase, type Progress } from './attempt.js';
export { backoff } from './backoff.js';
export { buildState, isFinalState, STATE_CODES, type BuildStateName } from './build-state.js';
export { branchOf, parseChrootName, type ChrootName } from './chroot-name.js';
export {
  CHROOT_STATES,
  isFinalChroot,
  nextChroot,
  nextInnerPhase,
  type ChrootNews,
  type ChrootState,
  type InnerPhase,
} from './chroot-state.js';
export { compareEvr, compareVersions, type Evr } from './evr.js';
export { fileNameProblem, plainFileProblem } from './file-name.js';
export {
  houseCloneUrl,
  houseRepository,
  houseRepositoryPath,
  isOfProject,
  type HouseRepository,
} from './house-repository.js';
export { parseUrl } from './parse-url.js';
export { sshUrlOf } from './scp-form.js';
export { sourceFailedWords } from './source-stage.js';
export { isFinalSource, nextSource, SOURCE_STATES, type SourceNews, type SourceState } from './source-state.js';
