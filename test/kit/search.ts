/** Searches the whole house for words that must be nowhere: every volume, every log, and what it answers. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { must, PROJECT, run } from './stack.js';

/** Has git. */
const IMAGE = 'kopr/source-tools:test';

/** Files of the stack's volumes (packed ones unpacked, git's objects too) that hold one of the words, as `<volume>/<path>`. */
export async function volumesWith(words: readonly string[]): Promise<string[]> {
  const found = await must('docker', ['volume', 'ls', '-q', '--filter', `label=com.docker.compose.project=${PROJECT}`]);
  const volumes = found.trim().split('\n');
  const dir = await mkdtemp(join(tmpdir(), 'kopr-words-'));
  await writeFile(join(dir, 'words'), `${words.join('\n')}\n`);
  const mounts = volumes.flatMap((volume) => ['-v', `${volume}:/v/${volume}:ro`]);
  const script = [
    'cd /v',
    'grep -rlaF -f /words/words . || [ $? = 1 ]',
    'find . -name "*.gz" | while read -r f; do zcat "$f" 2>/dev/null | grep -qaF -f /words/words && echo "$f"; done || true',
    // A repository's objects are packed each by itself.
    'find . -path "*.git/HEAD" | while read -r h; do g=${h%/HEAD}; git -c safe.directory="*" -C "$g" cat-file --batch --batch-all-objects 2>/dev/null | grep -qaF -f /words/words && echo "$g"; done || true',
  ];
  const name = `kopr-test-search-${randomUUID().slice(0, 8)}`;
  const options = ['--rm', '--name', name, '--label', 'org.kopr.test=yes', '-v', `${dir}:/words:ro`, ...mounts];
  const listed = await must('docker', ['run', ...options, IMAGE, 'sh', '-c', script.join('\n')], {
    timeoutMs: 600_000,
  });
  await rm(dir, { recursive: true });
  return listed.split('\n').flatMap((path) => (path === '' ? [] : [path.replace(/^\.\//, '')]));
}

/** Names of containers, of the house and its builders, whose output holds one of the words. */
export async function logsWith(words: readonly string[]): Promise<string[]> {
  const listed = await must('docker', ['ps', '-a', '--format', '{{.Names}}', '--filter', `name=${PROJECT}`]);
  const names = listed.trim().split('\n');
  const found = await Promise.all(
    names.map(async (name) => {
      const { stdout, stderr } = await run('docker', ['logs', name]);
      return words.some((word) => stdout.includes(word) || stderr.includes(word)) ? [name] : [];
    }),
  );
  return found.flat();
}

/** Those of the addresses whose answer holds one of the words. */
export async function answersWith(words: readonly string[], addresses: readonly string[], authorization: string) {
  const found: string[] = [];
  for (const address of addresses) {
    const answer = await fetch(address, { headers: { authorization } });
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(`${address} answered ${answer.status}`);
    if (words.some((word) => text.includes(word))) found.push(address);
  }
  return found;
}
