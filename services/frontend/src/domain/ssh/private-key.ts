/** A private key as somebody pasted it: whether ssh can use it, and what may be told of it. */
import { readOpenSsh } from './openssh-file.js';
import { readPem } from './pem-key.js';
import { publicKey, whyNotKey, type PublicKey } from './public-key.js';

/** The file as ssh reads it, with its public half; or what is wrong, without a word of the key. */
export type ReadKey =
  | { readonly ok: true; readonly text: string; readonly public: PublicKey }
  | { readonly ok: false; readonly why: string };

/** The largest RSA keys that anybody makes have some 13,000 characters. */
const MAX_CHARS = 16_384;
const FILE = /^-----BEGIN ((?:[A-Z]+ )*PRIVATE KEY)-----\n([\s\S]+)\n-----END \1-----$/;

/** Reads it, however it was pasted: line ends of Windows and spaces at the ends of lines are taken away. */
export function readPrivateKey(pasted: string): ReadKey {
  if (pasted.length > MAX_CHARS) return refused(`A key has at most ${MAX_CHARS} characters.`);
  const text = `${pasted
    .trim()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')}\n`;
  const [, label, body = ''] = FILE.exec(text.trim()) ?? [];
  if (label === undefined)
    return refused('A private key begins with -----BEGIN … PRIVATE KEY-----, and ends likewise.');
  try {
    return label === 'OPENSSH PRIVATE KEY' ? openSsh(text, body) : older(text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return refused('The key is damaged.');
  }
}

function openSsh(text: string, body: string): ReadKey {
  if (!/^[A-Za-z0-9+/=\n]+$/.test(body)) return refused('The key is damaged.');
  const found = readOpenSsh(Buffer.from(body, 'base64'));
  return found.ok ? accepted(text, found.blob) : refused(found.why);
}

function older(text: string): ReadKey {
  const found = readPem(text);
  return found.ok ? accepted(found.text, found.blob) : refused(found.why);
}

function accepted(text: string, blob: Buffer): ReadKey {
  const why = whyNotKey(blob);
  return why === undefined ? { ok: true, text, public: publicKey(blob) } : refused(why);
}

function refused(why: string): ReadKey {
  return { ok: false, why };
}
