/** The objects of a repository, by one `git cat-file` for a whole page. It is asked by hashes, one question at a time. */
import { KoprError } from '@kopr/shared/errors';
import { answersOf } from './answers.js';
import { type Reading, startGit } from './git-process.js';

/** What kind of object a hash names, and how large its content is. */
export interface ObjectFact {
  readonly hash: string;
  readonly kind: 'commit' | 'tree' | 'blob' | 'tag';
  readonly size: number;
}

export interface Objects {
  /** Of each hash, in order; undefined where there is no such object. */
  look(hashes: readonly string[]): Promise<(ObjectFact | undefined)[]>;
  /** The content of an object that was looked at. */
  read(object: ObjectFact): Promise<Buffer>;
  close(): void;
}

const HASH = /^[0-9a-f]{40,64}$/;
const FACT = /^([0-9a-f]{40,64}) (commit|tree|blob|tag) ([0-9]+)$/;
const MAX_LINE = 200;
const NEWLINE = 10;

/** Starts with the first question. */
export function openObjects(reading: Reading): Objects {
  let talk: ReturnType<typeof startTalk> | undefined;
  const begun = (): ReturnType<typeof startTalk> => (talk ??= startTalk(reading));
  return {
    look: async (hashes) => {
      const { ask, fact } = begun();
      ask('info', hashes);
      const facts: (ObjectFact | undefined)[] = [];
      while (facts.length < hashes.length) facts.push(await fact());
      return facts;
    },
    read: async ({ hash }) => {
      const { ask, fact, content } = begun();
      ask('contents', [hash]);
      const object = await fact();
      return object ? content(object.size) : broken(reading);
    },
    close: () => talk?.end(),
  };
}

function startTalk(reading: Reading) {
  const child = startGit(reading, ['cat-file', '--batch-command']);
  const answers = answersOf(child.stdout as AsyncIterable<Buffer>);
  return {
    ask: (command: 'info' | 'contents', hashes: readonly string[]): void => {
      // A line more would be a question more.
      for (const hash of hashes) if (!HASH.test(hash)) throw new TypeError(`"${hash}" is no hash`);
      child.stdin.write(hashes.map((hash) => `${command} ${hash}\n`).join(''));
    },
    fact: async (): Promise<ObjectFact | undefined> => {
      const line = (await answers.until(NEWLINE, MAX_LINE)) ?? broken(reading);
      const [, hash = '', kind, size] = FACT.exec(line.toString('latin1')) ?? [];
      return kind === undefined ? undefined : { hash, kind: kind as ObjectFact['kind'], size: Number(size) };
    },
    content: async (size: number): Promise<Buffer> => {
      const content = (await answers.take(size)) ?? broken(reading);
      await answers.take(1);
      return content;
    },
    end: () => {
      child.stdin.end();
      child.kill('SIGKILL');
    },
  };
}

/** It said less than it must: the page's time is over, or the repository is going away. */
function broken({ repository, signal }: Reading): never {
  signal.throwIfAborted();
  throw new KoprError('git', 'git cat-file did not answer', { repository });
}
