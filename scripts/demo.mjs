// The demo's second half, as a user of the API: project, build, live log, install. No dependencies, so that it needs no npm install.
import { execFile } from 'node:child_process';
import { mkdirSync, openAsBlob, readFileSync, writeFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { parseArgs, promisify } from 'node:util';

const { values: args } = parseArgs({
  options: {
    config: { type: 'string' },
    chroot: { type: 'string' },
    srpm: { type: 'string' },
    project: { type: 'string', default: 'hello' },
    stage: { type: 'string', multiple: true, default: [] },
  },
});
const setting = (name) => new RegExp(`^${name}\\s*=\\s*(.*)$`, 'm').exec(readFileSync(args.config, 'utf8'))?.[1] ?? '';
const url = setting('copr_url');
const owner = setting('username');
const intake = process.env.KOPR_INTAKE_URL ?? 'http://localhost:5003';
const auth = { Authorization: `Basic ${Buffer.from(`${setting('login')}:${setting('token')}`).toString('base64')}` };
const stages = args.stage.map((one) => one.split('='));
let mark = Date.now();
const clock = () => new Date().toTimeString().slice(0, 8);
const stage = (name) => {
  stages.push([name, ((Date.now() - mark) / 1000).toFixed(1)]);
  console.log(`${clock()}  ✓ ${name} (${stages.at(-1)[1]} s)`);
  mark = Date.now();
};
const fail = (text) => {
  console.error(`demo: ${text}`);
  process.exit(1);
};

async function api(path, init = {}) {
  const answer = await fetch(`${url}/api_3${path}`, { ...init, headers: { ...auth, ...init.headers } });
  const body = await answer.json();
  if (body.error !== undefined) fail(`${path}: ${body.error}`);
  return body;
}
const post = (path, body) =>
  api(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

const wish = {
  name: args.project,
  chroots: [args.chroot],
  description: 'The package that `make demo` builds.',
  instructions: `dnf install ${args.project}`,
};
await post(`/project/add/${owner}?exist_ok=True`, wish);
stage('project');

async function submit() {
  const common = { ownername: owner, projectname: args.project, chroots: [args.chroot] };
  if (/^https?:/.test(args.srpm)) return (await post('/build/create/url', { ...common, pkgs: [args.srpm] })).items[0];
  const form = new FormData();
  form.append('pkgs', await openAsBlob(args.srpm), basename(args.srpm));
  form.append('json', new Blob([JSON.stringify(common)], { type: 'application/json' }), 'json');
  return api('/build/create/upload', { method: 'POST', body: form });
}
const build = await submit();
console.log(`${clock()}  build ${build.id}: ${url}/coprs/build/${build.id}`);
stage('submit');

// The live log while the build runs: every stage's heading at once, the newest line every two seconds, the tail at the end.
const log = new AbortController();
const TAIL = 12;
const show = (line) => console.log(`          │ ${line.slice(0, 150)}`);

async function* logLines(task) {
  const answer = await fetch(`${intake}/live/${task}?from=0`, { signal: log.signal });
  if (!answer.ok) return;
  let events = '';
  let text = '';
  for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
    const whole = (events + chunk).split('\n\n');
    events = whole.pop();
    for (const event of whole) {
      if (/^event: end$/m.test(event)) return;
      const data = /^data: (.*)$/m.exec(event)?.[1];
      const lines = (text + (data ? (JSON.parse(data).text ?? '') : '')).split('\n');
      text = lines.pop();
      yield* lines;
    }
  }
}

async function follow(task) {
  let tail = [];
  let shownAt = Date.now();
  try {
    for await (const line of logLines(task)) {
      const heading = line.includes('=====');
      tail = heading ? [] : [...tail.slice(1 - TAIL), line];
      if (heading || Date.now() - shownAt > 2000) {
        show(line);
        shownAt = Date.now();
      }
    }
  } catch (error) {
    if (error.name !== 'AbortError') show(`the live log broke off: ${error.message}`);
  }
  tail.forEach(show);
}

const FINAL = ['succeeded', 'failed', 'canceled', 'skipped'];
const reached = new Set();
const once = (name) => {
  if (!reached.has(name)) stage(name);
  reached.add(name);
};
let now = build;
let following;
const deadline = Date.now() + 30 * 60_000;
while (!FINAL.includes(now.state)) {
  if (Date.now() > deadline) fail(`build ${build.id} is still ${now.state} after 30 minutes`);
  await new Promise((done) => setTimeout(done, 100));
  now = await api(`/build/${build.id}`);
  if (now.source_package.name) once('import');
  if (now.state === 'running' && !following) {
    once('schedule');
    // The log ends when its builder is gone; what comes after is publishing.
    following = follow(`${build.id}-${args.chroot}`).then(() => once('build'));
  }
}
await Promise.race([following, new Promise((done) => setTimeout(done, 5000))]);
log.abort();
if (now.state !== 'succeeded')
  fail(`build ${build.id} ${now.state}: ${now.kopr_reason ?? ''} see ${url}/coprs/build/${build.id}`);

stage('publish');

const { packages } = (await api(`/build/built-packages/${build.id}`))[args.chroot];
const chosen = packages.filter((one) => one.arch !== 'src' && !/-(debuginfo|debugsource)$/.test(one.name));
const names = chosen.map((one) => one.name);
const release = args.chroot.split('-').slice(0, -1).join('-');
const repo = await (await fetch(`${url}/coprs/${owner}/${args.project}/repo/${release}/demo.repo`)).text();
mkdirSync('.cache/demo', { recursive: true });
writeFileSync('.cache/demo/demo.repo', repo.replace(/^repo_gpgcheck=.*$/m, 'repo_gpgcheck=1'));
const image = args.chroot.startsWith('fedora-') ? `fedora:${args.chroot.split('-')[1]}` : 'kopr/minidistro:13';
// --network host: the .repo file names localhost, as this machine's users see it.
const script = `dnf -y install ${names.join(' ')} && rpm -qi ${names[0]} | grep -E '^(Name|Version|Signature)' && (command -v ${names[0]} >/dev/null && ${names[0]} || true)`;
const run = promisify(execFile)(
  'docker',
  [
    'run',
    '--rm',
    '--network',
    'host',
    '-v',
    `${resolve('.cache/demo/demo.repo')}:/etc/yum.repos.d/demo.repo:ro`,
    image,
    'sh',
    '-ec',
    script,
  ],
  { maxBuffer: 1 << 26 },
);
const { stdout } = await run.catch((error) => fail(`dnf install failed:\n${error.stdout}\n${error.stderr}`));
console.log(
  stdout
    .trimEnd()
    .split('\n')
    .slice(-8)
    .map((line) => `          │ ${line}`)
    .join('\n'),
);
stage('dnf install, gpgcheck and repo_gpgcheck on');

const results = (await api(`/build-chroot?build_id=${build.id}&chrootname=${args.chroot}`)).result_url;
const width = Math.max(...stages.map(([name]) => name.length));
console.log(`\n${'stage'.padEnd(width)}  seconds`);
for (const [name, seconds] of stages) console.log(`${name.padEnd(width)}  ${seconds}`);
console.log(`
Look at it:
  the build      ${url}/coprs/${owner}/${args.project}/build/${build.id}/
  the project    ${url}/coprs/${owner}/${args.project}/
  the results    ${results}
  the mail       http://localhost:${process.env.KOPR_MAILDEV_PORT ?? 1080}/
  your copr-cli  --config ${args.config} (copy to ~/.config/copr)`);
