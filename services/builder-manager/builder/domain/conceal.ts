/** Takes secrets out of what tools print: the last line of defence, since none of them should print one. */
import type { SourceSecret } from '@kopr/proto';

/** Shorter pieces stand in any text. */
const MIN_CHARS = 8;

/** All that must not be told: the secret, line by line, and as it travels. The longest first, so that no rest is left. */
export function wordsOf(secret: SourceSecret): string[] {
  const words = secret.kind === 'token' ? tokenWords(secret.user, secret.token) : keyWords(secret.key);
  return [...new Set(words)].filter((word) => word.length >= MIN_CHARS).sort((one, other) => other.length - one.length);
}

function tokenWords(user: string, token: string): string[] {
  return [token, encodeURIComponent(token), base64(token), base64(`${user}:${token}`)];
}

function keyWords(key: string): string[] {
  const lines = key.split('\n').filter((line) => line !== '' && !line.startsWith('-----'));
  return [...lines, base64(key), base64(lines.join(''))];
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** The lines without the words. */
export function conceal(lines: Buffer, words: readonly string[]): Buffer {
  if (words.length === 0) return lines;
  // latin1 keeps every byte, whatever a tool takes for text.
  const text = words.reduce((rest, word) => rest.replaceAll(word, '[secret]'), lines.toString('latin1'));
  return Buffer.from(text, 'latin1');
}
