/** Configuration: environment variables with name, default and meaning together, read once and checked. */
export { COMMON, httpPort } from './common.js';
export { envExample, type SettingGroup } from './example.js';
export { loadConfig, readConfig, type ConfigOf, type Settings } from './read.js';
export { trustedProxies, type TrustedProxies } from './trusted-proxies.js';
export { setting, type Setting, type SettingOptions } from './setting.js';
