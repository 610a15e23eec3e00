import type { Nevra } from '@kopr/proto';
import { expect } from 'chai';
import { superseded, type KeptBuild, type KeptPart } from '../src/domain/superseded.js';

const DAY_MS = 86_400_000;
const BEFORE = new Date('2026-11-16T12:00:00Z');
const SETTLED = new Date('2026-11-28T12:00:00Z');
const [X86, ARM] = ['fedora-42-x86_64', 'fedora-42-aarch64'];

const daysBefore = (days: number) => new Date(BEFORE.getTime() - days * DAY_MS);
const rpm = (version: string, name = 'hello', arch = 'x86_64'): Nevra => ({
  ...{ name, epoch: null, release: '1', arch },
  version,
});
const good = (version: string, chroot = X86, ...more: Nevra[]): KeptPart => ({
  ...{ chroot, state: 'succeeded' },
  packages: [rpm(version), rpm(version, 'hello', 'src'), ...more],
});
const bad = (chroot = X86): KeptPart => ({ chroot, state: 'failed', packages: [] });
/** A build that was over long before, unless `more` says otherwise. */
const build = (id: number, parts: readonly KeptPart[], more: Partial<KeptBuild> = {}): KeptBuild => ({
  ...{ id, endedAt: daysBefore(1), imported: true, parts },
  ...more,
});

describe('results that newer ones supersede', () => {
  const cases: [string, KeptBuild[], number[]][] = [
    [
      'are those of all but the newest build',
      [build(1, [good('1')]), build(2, [good('2')]), build(3, [good('3')])],
      [1, 2],
    ],
    ['are not those of the only build', [build(1, [good('1')])], []],
    ['are not those of the last good build', [build(1, [good('1')]), build(2, [bad()]), build(3, [bad()])], [2]],
    [
      'are not those of a build that ended lately',
      [build(1, [good('1')], { endedAt: daysBefore(-1) }), build(2, [good('2')])],
      [],
    ],
    [
      'are not those of a build that is not over',
      [build(1, [good('1')], { endedAt: null }), build(2, [good('2')])],
      [],
    ],
    [
      'are there when the newer build is young, but not too young',
      [build(1, [good('1')]), build(2, [good('2')], { endedAt: daysBefore(-9) })],
      [1],
    ],
    [
      'are not those that were superseded just now',
      [build(1, [good('1')]), build(2, [good('2')], { endedAt: daysBefore(-13) })],
      [],
    ],
    ['are those of the same version, built anew', [build(1, [good('1')]), build(2, [good('1')])], [1]],
    ['are not those of a higher version', [build(1, [good('2')]), build(2, [good('1')])], []],
    ['are not those that another chroot lacks', [build(1, [good('1'), good('1', ARM)]), build(2, [good('2')])], []],
    [
      'may be superseded by different builds in different chroots',
      [build(1, [good('1'), good('1', ARM)]), build(2, [good('2'), bad(ARM)]), build(3, [bad(), good('2', ARM)])],
      [1],
    ],
    [
      'are not those with a subpackage that no newer build has',
      [build(1, [good('1', X86, rpm('1', 'hello-old'))]), build(2, [good('2')])],
      [],
    ],
    [
      'are not those of another architecture',
      [
        build(1, [good('1', X86, rpm('1', 'hello-data', 'noarch'))]),
        build(2, [good('2', X86, rpm('2', 'hello-data'))]),
      ],
      [],
    ],
    ['are those of failed builds', [build(1, [bad()]), build(2, [bad(), bad(ARM)]), build(3, [good('1')])], [1, 2]],
    ['are not those of the newest build, though it failed', [build(1, [good('1')]), build(2, [bad()])], []],
    [
      'are not those of a build whose import may be repeated',
      [build(1, [], { imported: false }), build(2, [good('1')])],
      [],
    ],
    [
      'are not those of which nothing is known',
      [build(1, [{ ...good('1'), packages: [] }]), build(2, [good('2')])],
      [],
    ],
    ['are those of forked builds as well', [build(1, [{ ...good('1'), state: 'forked' }]), build(2, [good('2')])], [1]],
    [
      'are not those beside which a newer build still runs',
      [build(1, [good('1')]), build(2, [{ ...good('2'), state: 'running' }])],
      [],
    ],
  ];
  for (const [what, builds, goes] of cases) {
    it(what, () => {
      expect(superseded(builds, BEFORE, SETTLED).sort()).to.deep.equal(goes);
      expect(superseded([...builds].reverse(), BEFORE, SETTLED).sort()).to.deep.equal(goes);
    });
  }

  it('never leave a chroot without a package that it had, whatever was built in whichever order', () => {
    let seed = 7;
    const random = (n: number) => (seed = (seed * 48_271) % 2_147_483_647) % n;
    const made = (chroot: string): KeptPart =>
      random(3) === 0 ? bad(chroot) : good(String(random(4)), chroot, ...(random(2) === 0 ? [rpm('1', 'extra')] : []));
    const best = (builds: readonly KeptBuild[]) => {
      const found: Record<string, string> = {};
      const rpms = builds.flatMap(({ parts }) =>
        parts.flatMap(({ chroot, packages }) => packages.map((one) => ({ chroot, ...one }))),
      );
      for (const { chroot, name, arch, version } of rpms) {
        const key = `${chroot} ${name} ${arch}`;
        if ((found[key] ?? '') < version) found[key] = version;
      }
      return found;
    };
    for (let round = 0; round < 2000; round++) {
      const builds = Array.from({ length: 1 + random(8) }, (_, id) => build(id + 1, [made(X86), made(ARM)]));
      const gone = superseded(builds, BEFORE, SETTLED);
      const left = builds.filter(({ id }) => !gone.includes(id));
      expect(best(left)).to.deep.equal(best(builds));
      expect(superseded(left, BEFORE, SETTLED)).to.deep.equal([]);
    }
  });
});
