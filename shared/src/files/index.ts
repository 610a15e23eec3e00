/** Files of a service: written whole or not at all, and the disk's room for them. */
export { isDiskFull, watchRoom } from './room.js';
export {
  ensureDir,
  gzipAtomically,
  partOf,
  readIfThere,
  sizeOf,
  syncFile,
  unlessMissing,
  writeAtomically,
} from './whole.js';
