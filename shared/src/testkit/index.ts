/** Only for tests: real servers, a namespace for each test, and waiting for conditions. */
export { certificateFor } from './certificate.js';
export { eventually } from './eventually.js';
export {
  freshBroker,
  freshDatabase,
  freshRedis,
  type FreshBroker,
  type FreshDatabase,
  type FreshRedis,
} from './fresh.js';
export { freshName } from './name.js';
export { addressesIn, faultsIn } from './pages.js';
export { freshSealingKeys, writeSealingKeys } from './sealing-keys.js';
export { openForge, standInForge, type StandInForge } from './stand-in-forge.js';
export { openSshServer, type SshServer } from './ssh-server.js';
export { openTlsServer, type TlsServer } from './tls-server.js';
export { makeTrustingImage } from './trusting-image.js';
