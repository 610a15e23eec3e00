/** Secrets of users, sealed for storage and for messages: only services that hold the keys can open them. */
export { readKeyring, type Keyring } from './keyring.js';
export { seal, unseal, type Unsealed } from './seal.js';
export { statusTokenOf } from './status-token.js';
