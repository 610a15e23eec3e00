/** Reads server-sent events as a browser does. */

export interface Follower {
  /** The answer's status. */
  readonly opened: Promise<number>;
  /** Resolves at `event: end`. */
  readonly end: Promise<void>;
  text(): string;
  offsets(): number[];
  lastId(): string | undefined;
  close(): void;
}

/** Follows a live log. */
export function followEvents(url: string, headers: Record<string, string> = {}): Follower {
  const gone = new AbortController();
  const pieces: { offset: number; text: string }[] = [];
  let lastId: string | undefined;
  const answer = fetch(url, { headers, signal: gone.signal });
  const read = async (): Promise<void> => {
    let rest = '';
    const body = (await answer).body as ReadableStream<Uint8Array> | null;
    for await (const text of body?.pipeThrough(new TextDecoderStream() as never) ?? []) {
      const events = (rest + String(text)).split('\n\n');
      rest = events.pop() ?? '';
      for (const event of events) {
        if (event.startsWith('event: end')) return;
        lastId = /^id: (.*)$/m.exec(event)?.[1] ?? lastId;
        const data = /^data: (.*)$/m.exec(event)?.[1];
        if (data !== undefined) pieces.push(JSON.parse(data) as { offset: number; text: string });
      }
    }
    throw new Error('the line broke before the end');
  };
  const end = read();
  end.catch(() => undefined);
  return {
    opened: answer.then(({ status }) => status),
    end,
    text: () => pieces.map(({ text }) => text).join(''),
    offsets: () => pieces.map(({ offset }) => offset),
    lastId: () => lastId,
    close: () => gone.abort(),
  };
}
