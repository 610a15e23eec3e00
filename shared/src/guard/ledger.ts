/** What a proxy has seen: refusals, failures, bytes, open connections. */

type Kind = 'problem' | 'failure';

/** Kept by the proxy, read by whoever started it. */
export interface Ledger {
  /** Notes why a target was refused or could not be reached. */
  note(kind: Kind, text: string): void;
  readonly problems: readonly string[];
  readonly failures: readonly string[];
  /** Begins to listen; answers the newest note of a kind since, also when the same was noted before. */
  watch(): (kind: Kind) => string | undefined;
  /** Counts bytes in either direction; false once there were more than allowed. */
  spend(bytes: number): boolean;
  bytes(): number;
  /** A place for one more connection to a target, to be given back once; or why there is none. */
  enter(): { readonly leave: () => void } | { readonly full: 'connections' | 'bytes' };
}

/** Clients try again and again; a packager reads the first few. */
const MAX_NOTES = 20;

/** An empty ledger. */
export function openLedger(maxConnections: number, maxBytes: number): Ledger {
  const notes: Readonly<Record<Kind, string[]>> = { problem: [], failure: [] };
  const heard: Record<Kind, { times: number; newest?: string }> = { problem: { times: 0 }, failure: { times: 0 } };
  let spent = 0;
  let open = 0;
  const note: Ledger['note'] = (kind, text) => {
    heard[kind] = { times: heard[kind].times + 1, newest: text };
    const list = notes[kind];
    if (list.length < MAX_NOTES && !list.includes(text)) list.push(text);
  };
  return {
    note,
    problems: notes.problem,
    failures: notes.failure,
    watch: () => {
      const before = { ...heard };
      return (kind) => (heard[kind].times > before[kind].times ? heard[kind].newest : undefined);
    },
    spend: (bytes) => {
      spent += bytes;
      if (spent <= maxBytes) return true;
      note('problem', `more than ${maxBytes} bytes were transferred, which is the limit`);
      return false;
    },
    bytes: () => spent,
    enter: () => {
      if (spent > maxBytes) return { full: 'bytes' };
      if (open >= maxConnections) return { full: 'connections' };
      open++;
      return {
        leave: () => {
          open--;
        },
      };
    },
  };
}
