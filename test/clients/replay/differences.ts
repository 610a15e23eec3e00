/** Where our answers may differ from Copr's recorded ones, and why. Each rule must still be needed. */
import { BUILDS } from './differences-of-builds.js';
import { isRefused, like, NOTHING, type Rule } from './rule.js';

/** Copr failed with its server's page. */
const isRefusedPage = like(
  {
    step: /^edit-(name-ignored|storage-only)$/,
    way: 'status',
    ours: '400 {"error":"storage: The storage of a project cannot be changed."}\n',
  },
  { step: /^edit-(name-ignored|storage-only)$/, where: 'Content-Type', ours: 'application/json' },
  { step: 'wh-gh-noevent', way: 'status', ours: /^400 Bad Request\nthe header X-GitHub-Event is missing\n/ },
);

/** Answers and texts. */
const MILD: readonly Rule[] = [
  {
    why: 'keys that begin with kopr_ are ours, clients ignore them',
    covers: like({ way: 'key added', where: /(^|\.)kopr_\w+$/ }),
  },
  {
    why: 'how a source failed, what it was made of and whether its import may be retried is told to clients, too',
    covers: like({ step: /-srcchroot$/, way: 'key added', where: /^(stage|fail_type|reason|pin|retriable)$/ }),
  },
  {
    why: 'what the client did wrong is no error of our server: 4xx instead of 500',
    covers: (difference) => isRefused(difference) || isRefusedPage(difference),
  },
  {
    why: 'what Copr fails to show, though it was done or is there, we show',
    covers: like({
      step: /^(canceled-pending-srcchroot|pkg-add-name-mismatch)$/,
      way: 'status',
      recorded: '500',
      ours: '200',
    }),
  },
  {
    why: 'a form may hold a list as one text; Copr takes that letter by letter',
    covers: like({ step: 'add-form', way: 'status', recorded: '400', ours: '200' }),
  },
  {
    why: 'one text for all that a list cannot be ordered by',
    covers: ({ way, recorded, ours }) =>
      way === 'error text' &&
      /^Cannot order by \w+$/.test(String(recorded)) &&
      ours === `${String(recorded)}, copr doesn't have such property`,
  },
  {
    why: 'an empty order_type is as if it was not given',
    covers: like({ step: 'order-empty', way: 'value', where: 'meta.order_type', recorded: 'DESC', ours: 'ASC' }),
  },
  {
    why: 'a redirect needs no page, may leave out the host and be a 303; OPTIONS needs none either',
    covers: like(
      {
        step: /^(double-slash|build-redirect-(slash|group))$/,
        where: 'Content-Type',
        ours: 'text/plain; charset=utf-8',
      },
      { step: 'double-slash', where: 'Location', ours: '/api_3/project/list' },
      { step: /^build-redirect-(slash|group)$/, way: 'status', recorded: '302', ours: '303' },
      { step: 'options', where: 'Content-Type', ours: 'null' },
    ),
  },
  {
    why: 'a charset is named once',
    covers: like({
      step: /^comps-download-(none|group)$/,
      where: 'Content-Type',
      recorded: 'text/plain; charset=utf-8; charset=utf-8',
      ours: 'text/plain; charset=utf-8',
    }),
  },
  {
    why: 'a deprecated verb is told of also when the request is refused',
    covers: like({
      way: 'header',
      where: 'Warning',
      status: '409',
      recorded: NOTHING,
      ours: /^This method is deprecated: /,
    }),
  },
  {
    why: 'a group’s name has its @ everywhere, and its pages may be asked for with it',
    covers: like(
      { way: 'value', where: 'ownername', recorded: 'devel', ours: '@devel' },
      { step: 'group-at-page', way: 'status', recorded: '404', ours: '200' },
    ),
  },
  {
    why: 'our groups are local and have one name, not another one in Fedora’s accounts',
    covers: ({ way, recorded, ours }) =>
      way === 'error text' && String(recorded).replaceAll('devel-fas', 'devel') === ours,
  },
  {
    why: 'modules are a list: no item keeps a comma',
    covers: ({ where, recorded, ours }) => where === 'additional_modules[]' && recorded === `${String(ours)},`,
  },
  {
    why: 'in the recording all projects are of the same second: which of them are on a page of the newest depends on it',
    covers: like({ step: /^search2-(limit|slash-desc)$/, way: 'value', where: 'items[].id' }),
  },
  {
    why: 'after Copr’s word, a webhook is told where one sees what becomes of it, or what is wrong',
    covers: like(
      {
        step: /^wh-(gh|gl|bb)-/,
        way: 'body',
        recorded: '2 bytes',
        ours: /^OK\nWhat becomes of it: https:\/\/copr\.example\.org\/coprs\/alice\/p1\/webhooks\/\d+\/$/,
      },
      {
        step: /^wh-(gl|bb)-bad$/,
        way: 'body',
        recorded: '11 bytes',
        ours: /^Bad Request\nthe payload\.\w+ cannot be used: /,
      },
      {
        step: 'wh-cd-bad',
        way: 'body',
        recorded: '22 bytes',
        ours: /^CANT_CREATE_DIRECTORY\nPlease use directory format /,
      },
    ),
  },
  {
    why: 'a package without a source cannot be built, and its custom webhook is told so at once',
    covers: like({
      step: 'wh-cu-unset',
      way: 'status',
      recorded: '200',
      ours: /^400 BUILD_REQUEST_ERROR\nPackage legacy has no source/,
    }),
  },
];

/** Forks. */
const FORKS: readonly Rule[] = [
  {
    why: 'a forked build keeps the list of its packages',
    covers: like({ step: 'fork-built', way: 'value', where: /\.packages\.length$/, recorded: '0', ours: '1' }),
  },
  {
    why: 'a fork numbers its packages as the original does; with Copr it is chance which come first',
    covers: like(
      { step: 'fork-pkgs', way: 'value', where: /^items\[\]\.(name|source_type)$/ },
      { step: 'fork-pkgs', where: /^items\[\]\.source_dict\.\w+$/ },
      { step: 'fork-pkgs', way: 'type', where: 'items[].builds.latest', recorded: 'null', ours: /"state":"forked"/ },
    ),
  },
];

/** Chroots of a project. */
const CHROOTS: readonly Rule[] = [
  {
    why: 'which of several chroots stands for $chroot in a .repo file is chance with Copr',
    covers: like({
      step: 'repo-multilib-noarch',
      way: 'body',
      recorded: '["baseurl=http://dep.example.org/fedora/fedora-42-i386/"]',
      ours: '["baseurl=http://dep.example.org/fedora/fedora-42-x86_64/"]',
    }),
  },
  {
    why: 'a project is found by the chroots that it has, not by those that it has given up',
    covers: like(
      { step: 'search2-chroot', way: 'value', where: 'items.length', recorded: '4', ours: '3' },
      { step: 'search2-chroot', way: 'value', where: 'items[].id' },
    ),
  },
  {
    why: 'what is known of a chroot is shown as long as it is kept',
    covers: like({
      step: 'dis2-bcconfig',
      way: 'key added',
      where: /^(repos|additional_packages|with_opts|without_opts)$/,
    }),
  },
];

/** What is not there. */
const MISSING: readonly Rule[] = [
  {
    why: 'results lie in files: there is no pulp',
    covers: like({ way: 'value', where: /(^|\.)storage$/, recorded: 'pulp', ours: 'backend' }),
  },
];

/** The whole list. */
export const RULES: readonly Rule[] = [...MILD, ...BUILDS, ...FORKS, ...CHROOTS, ...MISSING];
