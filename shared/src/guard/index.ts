/** The guard of every address that a stranger gave: which are taken, where they lead, and how to fetch from there. */
export { isPublicAddress } from './address.js';
export { checkHost, type HostCheck } from './check-host.js';
export { checkUrl, type UrlCheck } from './check-url.js';
export { deadline, type Deadline } from './deadline.js';
export { download, type Downloaded, type DownloadOrder } from './download.js';
export type { Door } from './door.js';
export { GuardError, guardedLookup } from './lookup.js';
export { type Address, type Endpoint, type Network, networkTrusting, realNetwork } from './network.js';
export { post, type Posted, type PostOrder } from './post.js';
export { type GuardProxy, type GuardProxyOptions, startGuardProxy } from './proxy.js';
export type { GuardRules, Scheme } from './rules.js';
export type { DownloadFault } from './trouble.js';
