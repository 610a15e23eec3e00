/** Addresses as text, taken apart; the one way to ask whether a text is a URL. */

/**
 * The URL, or undefined when the text is none. `URL.canParse` is no way to ask: once Node 20 has optimized it, it says no
 * to texts with letters like ü, as in `https://müller.example/`.
 */
export function parseUrl(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}
