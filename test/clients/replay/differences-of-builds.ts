/** Where builds may go differently from those that were recorded, and why. */
import { like, NUMBER, type Rule } from './rule.js';

const TIME = /(^|\.)(started_on|ended_on)$/;
const SOURCE_URL = /(^|\.)source_package\.url$/;

/** Steps that look at builds which were canceled. */
const CANCELED = /^(cancel(ed2?)?-|rd-bclist-canceled$|monitor$|monitor-(slash|dir-main|fields|fields-plain)$)/;
/** Steps that look at builds which Copr let go without noting when. */
const UNTIMED = new RegExp(
  `${CANCELED.source}|^(importfailed|mixed|after-final|dis-cancel|del-post|bclist-(order-name|desc-limit)$|` +
    'blist-(status-offset|pkg)$|pkg-latest)',
);

/** What happens to a build, and when. */
export const BUILDS: readonly Rule[] = [
  {
    why: 'a cancel is done at once: Copr’s parts wait until its backend has confirmed it',
    covers: like(
      { step: CANCELED, way: 'value', where: /(^|\.)state$/, recorded: /^(waiting|running)$/, ours: 'canceled' },
      { step: CANCELED, way: 'value', where: /\.status$/, recorded: '9', ours: '2' },
    ),
  },
  {
    why: 'what was canceled at once does not hold the project’s chroots, so that these change',
    covers: like(
      { step: 'dis-edit', way: 'status', recorded: '409', ours: '200' },
      { step: 'dis-get', way: 'key missing', where: 'chroot_repos.epel-9-x86_64' },
      { step: 'dis-get', way: 'key added', where: 'chroot_repos.fedora-42-x86_64' },
      { step: 'dis-rpmrepo', way: 'key added', where: 'repos.epel-9.arch.x86_64.delete_after_days', ours: '6' },
      {
        step: 'dis-rpmrepo',
        way: 'key added',
        where: 'repos.fedora-42',
        ours: '{"arch":{"x86_64":{"opts":{"module_hotfixes":"1"}}}}',
      },
    ),
  },
  {
    why: 'what is over says when it ended, however it ended',
    covers: like({ step: UNTIMED, way: 'type', where: TIME, recorded: 'null', ours: NUMBER }),
  },
  {
    why: 'what a source is, and so which chroots are left out, is known when it is imported',
    covers: like(
      {
        step: /^(importing-build|skip-importing-build|importfailed-build|del-post)$/,
        way: 'type',
        where: 'source_package.version',
        recorded: /^\d\.\d-1$/,
        ours: 'null',
      },
      {
        step: /^(importing-build|skip-importing-(build|bchroot))$/,
        way: 'type',
        where: TIME,
        recorded: NUMBER,
        ours: 'null',
      },
      { step: 'skip-importing-bchroot', way: 'value', where: 'state', recorded: 'skipped', ours: 'waiting' },
    ),
  },
  {
    why: 'the SRPM that a builder made lies among the results, not in a folder srpm-builds; until then only what was submitted is known',
    covers: like(
      { where: SOURCE_URL, recorded: /\/srpm-builds\//, ours: 'null' },
      {
        where: SOURCE_URL,
        recorded: /\/alice\/p1\/srpm-builds\/00000001\/hello-1\.0-1\.src\.rpm$/,
        ours: 'http://copr-be.example.org/results/alice/p1/fedora-42-x86_64/00000001-hello/hello-1.0-1.src.rpm',
      },
      { where: SOURCE_URL, recorded: 'x', ours: 'null' },
      { where: SOURCE_URL, recorded: 'x', ours: /^http:\/\/x\.example\.org\/(a|zz)\.src\.rpm$/ },
    ),
  },
  {
    why: 'the recording ends before the import; here it is told at once, for only it says what the source is',
    covers: like({ step: 'assigned-build', way: 'value', where: 'state', recorded: 'importing', ours: 'pending' }),
  },
  {
    why: 'a chroot starts when its builder does; where its results will be is known before',
    covers: like(
      { step: 'rpm-starting-bchroot', way: 'type', where: 'started_on', recorded: NUMBER, ours: 'null' },
      {
        step: 'rpm-starting-bchroot',
        way: 'type',
        where: 'result_url',
        recorded: 'null',
        ours: 'http://copr-be.example.org/results/alice/p1/fedora-42-x86_64/00000001-hello/',
      },
    ),
  },
  {
    why: 'of an import that lacks branches, the others are built',
    covers: like(
      { step: 'importpartial-build', way: 'value', where: 'state', recorded: 'failed', ours: 'pending' },
      { step: 'importpartial-build', way: 'type', where: 'started_on', recorded: 'null', ours: NUMBER },
      { step: 'importpartial-srcchroot', way: 'value', where: 'state', recorded: 'failed', ours: 'succeeded' },
    ),
  },
  {
    why: 'what is over stays as it was, whatever is reported later',
    covers: like({
      step: 'rd-built-mixed',
      way: 'value',
      where: 'fedora-rawhide-x86_64.packages.length',
      recorded: '2',
      ours: '0',
    }),
  },
];
