/** Where our answers may differ from Copr's recorded ones, and why. Each rule must still be needed. */
import { asks, isBug, isRefused, named, valuesOf, type Rule } from './rule.js';

const ENDED = /^(canceled|failed|succeeded|skipped)$/;
const isTime = (where: string) => /(^|\.)(started_on|ended_on)$/.test(where);

/** Answers and texts. */
const MILD: readonly Rule[] = [
  {
    why: 'keys that begin with kopr_ are ours, clients ignore them',
    covers: ({ way, where }) => way === 'key added' && /(^|\.)kopr_\w+$/.test(where),
  },
  {
    why: 'how a source failed, what it was made of and whether its import may be retried is told to clients, too',
    covers: (difference) =>
      difference.way === 'key added' &&
      /^(stage|fail_type|reason|pin|retriable)$/.test(difference.where) &&
      asks(/ \/api_3\/build\/source-chroot\//)(difference),
  },
  {
    why: 'what the client did wrong is no error of our server: 4xx instead of 500',
    covers: (difference) => isRefused(difference) && (difference.way === 'status' || isBug(difference)),
  },
  {
    why: 'what Copr fails to show, though it was done or is there, we show',
    covers: (difference) =>
      difference.status === 200 &&
      isBug(difference) &&
      asks(/ \/api_3\/(build\/source-chroot|package\/add)\//)(difference),
  },
  {
    why: 'a form may hold a list as one text; Copr takes that letter by letter',
    covers: ({ step, way, ours }) => step.name === 'add-form' && way === 'status' && ours === '200',
  },
  {
    why: 'one text for all that a list cannot be ordered by',
    covers: ({ recorded, ours }) =>
      /^Cannot order by \w+$/.test(String(recorded)) && String(ours).startsWith(`${String(recorded)}, `),
  },
  {
    why: 'an empty order_type is as if it was not given',
    covers: ({ where, step }) => where === 'meta.order_type' && step.request.path.endsWith('order_type='),
  },
  {
    why: 'what is no JSON is not worth the same media type, and may redirect without naming the host, by 303',
    covers: ({ step, way, where, recorded, ours }) =>
      (way === 'header' &&
        where === 'Content-Type' &&
        (step.request.method === 'OPTIONS' || step.response.status < 400)) ||
      (where === 'Location' && String(recorded).endsWith(String(ours))) ||
      (way === 'status' && recorded === 302 && ours === '303'),
  },
  {
    why: 'a deprecated verb is told of also when the request is refused',
    covers: ({ way, where, status, recorded }) =>
      way === 'header' && where === 'Warning' && status >= 400 && recorded === undefined,
  },
  {
    why: 'a group’s name has its @ everywhere, and its pages may be asked for with it',
    covers: ({ recorded, ours, step }) => ours === `@${String(recorded)}` || step.name === 'group-at-page',
  },
  {
    why: 'our groups are local and have one name, not another one in Fedora’s accounts',
    covers: ({ recorded, ours }) => String(recorded).replaceAll('devel-fas', 'devel') === ours,
  },
  {
    why: 'modules are a list: no item keeps a comma',
    covers: ({ where, recorded, ours }) => where === 'additional_modules[]' && recorded === `${String(ours)},`,
  },
];

/** How builds go. */
const BUILDS: readonly Rule[] = [
  {
    why: 'a cancel is done at once: Copr’s parts wait until its backend has confirmed it',
    covers: ({ step, where, recorded, ours }) =>
      (ours === 'canceled' && /^(waiting|running|pending)$/.test(String(recorded))) ||
      (where.endsWith('.status') && recorded === 9 && ours === 2) ||
      /^(dis-(edit|get|repo|rpmrepo)|pdel-(perm-admin|unfinished))$/.test(step.name),
  },
  {
    why: 'what is over says when it ended, however it ended',
    covers: ({ where, recorded, ours }) => isTime(where) && recorded === null && typeof ours === 'number',
  },
  {
    why: 'a source is pending until it is imported: tasks of sources come with a later milestone',
    covers: (difference) =>
      (difference.ours === 'pending' && /^(starting|running|importing)$/.test(String(difference.recorded))) ||
      (valuesOf(/^((starting|running|importing|skip-importing)-|assigned-build)/)(difference) &&
        !ENDED.test(String(difference.ours))),
  },
];

/** Webhooks. */
const WEBHOOKS: readonly Rule[] = [
  {
    why: 'a package without a source cannot be built, and its custom webhook is told so at once',
    covers: (difference) => named(/^wh-cu-unset$/)(difference) && difference.way === 'status',
  },
];

/** What is known, and when. */
const KNOWN: readonly Rule[] = [
  {
    why: 'a source is known when it is imported, and its package lies among the results, not in a folder srpm-builds',
    covers: ({ where, ours }) =>
      where.endsWith('source_package.url') || (where.endsWith('source_package.version') && ours === null),
  },
  {
    why: 'a chroot starts when its builder does; where its results will be is known before',
    covers: valuesOf(/^rpm-starting-bchroot$/),
  },
  {
    why: 'of an import that lacks branches, the others are built',
    covers: valuesOf(/^importpartial-/),
  },
  {
    why: 'what is over stays as it was, whatever is reported later',
    covers: ({ step, where }) => step.name === 'rd-built-mixed' && where.startsWith('fedora-rawhide-x86_64'),
  },
  {
    why: 'in the recording all projects are of the same second: which of them are on a page of the newest depends on it',
    covers: valuesOf(/^search2-(limit|slash-desc)$/),
  },
];

/** Forks. */
const FORKS: readonly Rule[] = [
  {
    why: 'a forked build keeps the list of its packages and its logs',
    covers: valuesOf(/^fork-(built|monitor)$/),
  },
  {
    why: 'a fork numbers its packages as the original does; with Copr it is chance which come first',
    covers: (difference) =>
      valuesOf(/^fork-pkgs$/)(difference) ||
      (difference.step.name === 'fork-pkgs' && difference.where.includes('source_dict.')),
  },
];

/** Chroots of a project. */
const CHROOTS: readonly Rule[] = [
  {
    why: 'which of several chroots stands for $chroot in a .repo file is chance with Copr',
    covers: ({ way, recorded, ours }) =>
      way === 'body' && [recorded, ours].every((lines) => /^\["baseurl=[^"]+"\]$/.test(JSON.stringify(lines))),
  },
  {
    why: 'a project is found by the chroots that it has, not by those that it has given up',
    covers: valuesOf(/^search2-chroot$/),
  },
  {
    why: 'what is known of a chroot is shown as long as it is kept',
    covers: ({ step, way }) => step.name === 'dis2-bcconfig' && way === 'key added',
  },
];

/** What is not there. */
const MISSING: readonly Rule[] = [
  {
    why: 'results lie in files: there is no pulp',
    covers: ({ where, recorded, ours }) => where.endsWith('storage') && recorded === 'pulp' && ours === 'backend',
  },
  {
    why: 'badges come with a later milestone',
    covers: asks(/ \/coprs\/.*\/status_image\//),
  },
];

/** The whole list. */
export const RULES: readonly Rule[] = [...MILD, ...BUILDS, ...KNOWN, ...FORKS, ...CHROOTS, ...WEBHOOKS, ...MISSING];
