/** Webhooks of the made-up Kopr: a delivery of every state, and one that wants to be mark-up. */
import type { DeliveryLine, DeliveryView, HookData } from '../../src/pages/hook-data.js';
import type { ProjectName } from '../../src/pages/links.js';

const SECRET = '6f3b1d9e-7c51-4d7c-9d0e-2f8f6f5f0a11';
const FORGES = ['github', 'gitlab', 'bitbucket', 'gitea', 'forgejo', 'pagure', 'custom'];
const TOOLS: ProjectName = { owner: 'alice', name: 'tools' };

const PAYLOAD = `{
  "ref": "refs/heads/main",
  "repository": {
    "clone_url": "https://github.com/alice/hello.git"
  }
}`;

const whole = (
  id: number,
  state: DeliveryLine['state'],
  receivedAt: Date,
  more: Partial<DeliveryView>,
): DeliveryView => ({
  id,
  state,
  project: TOOLS,
  forge: 'GitHub',
  event: 'push to main at 01234567',
  builds: (more.decisions ?? []).flatMap(({ build }) => build ?? []),
  receivedAt,
  package: null,
  dirname: null,
  reason: null,
  decisions: [],
  headers: { 'x-github-event': 'push', 'x-github-delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958' },
  payload: PAYLOAD,
  bytes: 8192,
  repeats: null,
  mayRedeliver: state !== 'waiting' && state !== 'refused',
  ...more,
});

/** One of each kind. `evil`: a text that wants to be mark-up; `ago`: so many seconds before now. */
export function sampleDeliveries(evil: string, ago: (seconds: number) => Date): DeliveryView[] {
  const decisions = [
    { package: 'hello', build: 48, why: 'branch main, packaging/hello.spec changed' },
    { package: 'world', build: null, why: 'subdirectory differs: no changed file is below world/' },
  ];
  const reason = `no package of the project comes from ${evil}; they come from github.com/alice/hello`;
  return [
    whole(9, 'waiting', ago(1), { event: 'pull request 12 changed' }),
    whole(8, 'built', ago(52), { decisions }),
    whole(7, 'repeated', ago(60), { repeats: 8, reason: 'this event was delivered before', decisions }),
    whole(6, 'nothing', ago(3600), { event: 'tag v2.12', package: 'hello', reason }),
    whole(5, 'refused', ago(7200), { event: 'push', reason: 'the signature was not made with the project’s key' }),
    whole(4, 'failed', ago(86_400), { reason: 'something went wrong here' }),
    whole(3, 'nothing', ago(90_000), {
      event: evil,
      forge: 'a script',
      headers: { 'user-agent': evil },
      payload: evil,
    }),
    whole(2, 'nothing', ago(90_000), { event: 'test: push to main', forge: 'a test', mayRedeliver: false }),
    whole(1, 'nothing', ago(90_000), { event: 'ping: the hook works' }),
  ];
}

/** Reads from these; other projects have no deliveries, and `a-project…` no secret. */
export function sampleHooks(deliveries: readonly DeliveryView[]): HookData {
  const refusal = 'github.com answered 401: Bad credentials';
  const since = deliveries.at(-1)?.receivedAt ?? new Date(0);
  const isTools = ({ owner, name }: ProjectName) => owner === TOOLS.owner && name === TOOLS.name;
  const address = (forge: string) => [forge, `http://localhost:5000/webhooks/${forge}/1/${SECRET}/`] as const;
  return {
    hooks: (project) =>
      Promise.resolve({
        ...project,
        addresses: project.name.startsWith('a-project') ? {} : Object.fromEntries(FORGES.map(address)),
        hasKey: isTools(project),
        signedOnly: isTools(project),
        statusToken: isTools(project)
          ? { forge: 'GitHub', address: 'https://github.com', by: 'alice', since, usedAt: since, refusal }
          : null,
        repository: isTools(project) ? 'https://github.com/alice/hello' : '',
      }),
    deliveries: (project) =>
      Promise.resolve({ items: isTools(project) ? deliveries : [], page: 1, more: isTools(project) }),
    delivery: (project, id) => Promise.resolve(isTools(project) ? deliveries.find((one) => one.id === id) : undefined),
  };
}
