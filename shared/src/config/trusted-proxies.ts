/** Which proxies stand before a service: only these are believed when they say whom they speak for. */
import { isIP } from 'node:net';
import type { Setting } from './setting.js';

/** How many proxies everybody passes, or their addresses and networks: as Express takes its `trust proxy`. */
export type TrustedProxies = number | string[];

/** For those services that count by address: without it everybody behind a proxy has the proxy's own. */
export const trustedProxies: Setting<TrustedProxies> = Object.freeze({
  name: 'KOPR_TRUSTED_PROXIES',
  meaning:
    'proxies before frontend and dist-git whose X-Forwarded-For is believed: addresses and networks as 10.0.0.0/8, or how many stand in a row; none: the header is not read',
  secret: false,
  fallback: '',
  read: (raw: string) => {
    const words = raw.split(/[\s,]+/).filter((word) => word !== '');
    const [first = ''] = words;
    if (words.length === 1 && /^\d$/.test(first)) return { ok: true as const, value: Number(first) };
    return words.every(isNetwork)
      ? { ok: true as const, value: words }
      : { ok: false as const, expected: 'addresses and networks, as 127.0.0.1 10.0.0.0/8, or a number of proxies' };
  },
});

function isNetwork(word: string): boolean {
  const [address = '', bits, ...more] = word.split('/');
  const most = { 4: 32, 6: 128 }[isIP(address)];
  if (most === undefined || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= most);
}
