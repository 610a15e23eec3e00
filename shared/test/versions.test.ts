import { expect } from 'chai';
import fc from 'fast-check';
import { compareEvr, compareVersions } from '@kopr/shared/domain';

/** [a, b, order of a against b], the cases of rpm's own behaviour. */
const CASES: readonly [string, string, -1 | 0 | 1][] = [
  ['1.0', '1.0', 0],
  ['1.0', '2.0', -1],
  ['2.0', '1.0', 1],
  ['2.0.1', '2.0.1', 0],
  ['2.0', '2.0.1', -1],
  ['2.0.1a', '2.0.1a', 0],
  ['2.0.1a', '2.0.1', 1],
  ['5.5p1', '5.5p2', -1],
  ['5.5p10', '5.5p1', 1],
  ['10xyz', '10.1xyz', -1],
  ['xyz10', 'xyz10.1', -1],
  ['xyz.4', 'xyz.4', 0],
  ['xyz.4', '8', -1],
  ['8', 'xyz.4', 1],
  ['xyz.4', '2', -1],
  ['5.5p2', '5.6p1', -1],
  ['5.6p1', '6.5p1', -1],
  ['6.0.rc1', '6.0', 1],
  ['6.0', '6.0.rc1', -1],
  ['10b2', '10a1', 1],
  ['10a2', '10b2', -1],
  ['1.0aa', '1.0aa', 0],
  ['1.0a', '1.0aa', -1],
  ['10.0001', '10.0001', 0],
  ['10.0001', '10.1', 0],
  ['10.0001', '10.0039', -1],
  ['4.999.9', '5.0', -1],
  ['20101121', '20101122', -1],
  ['2_0', '2_0', 0],
  ['2.0', '2_0', 0],
  ['a', 'a', 0],
  ['a+', 'a_', 0],
  ['+', '_', 0],
  ['1.', '1', 0],
  ['1..2', '1.2', 0],
  ['007', '7', 0],
  ['1.0', '1.0-', 0],
  ['123456789012345678901234567890', '123456789012345678901234567891', -1],
  ['0', '', 1],
  ['', '', 0],
  ['A', 'a', -1],
  ['1.0~rc1', '1.0~rc1', 0],
  ['1.0~rc1', '1.0', -1],
  ['1.0', '1.0~rc1', 1],
  ['1.0~rc1', '1.0~rc2', -1],
  ['1.0~rc1~git123', '1.0~rc1', -1],
  ['1.0~rc1', '1.0~rc1~git123', 1],
  ['1.0~~', '1.0~', -1],
  ['1.0^', '1.0^', 0],
  ['1.0^', '1.0', 1],
  ['1.0', '1.0^', -1],
  ['1.0^git1', '1.0^git2', -1],
  ['1.0^git1', '1.01', -1],
  ['1.0^20160101', '1.0.1', -1],
  ['1.0^20160101^git1', '1.0^20160101', 1],
  ['1.0^20160102', '1.0^20160101^git1', 1],
  ['1.0~rc1^git1', '1.0~rc1', 1],
  ['1.0^git1~pre', '1.0^git1', -1],
  ['1.0^git1', '1.0^git1~pre', 1],
  ['1.0~rc1^', '1.0', -1],
  ['1.0^', '1.0~', 1],
  ['1b.fc17', '1.fc17', -1],
  ['1g.fc17', '1.fc17', 1],
];

describe('versions', () => {
  for (const [a, b, expected] of CASES) {
    it(`orders ${JSON.stringify(a)} against ${JSON.stringify(b)} as rpm does`, () => {
      expect(compareVersions(a, b)).to.equal(expected);
      expect(compareVersions(b, a)).to.equal(expected === 0 ? 0 : -expected);
    });
  }

  const version = fc.string({ unit: fc.constantFrom('0', '1', '9', 'a', 'b', '.', '~', '^', '-'), maxLength: 8 });

  it('is an order: of three versions the ends agree with the middle', () => {
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        const [low, middle, high] = [a, b, c].sort(compareVersions) as [string, string, string];
        return (
          compareVersions(low, middle) <= 0 && compareVersions(middle, high) <= 0 && compareVersions(low, high) <= 0
        );
      }),
    );
  });

  it('looks at the epoch before the version, and takes no epoch for 0', () => {
    const evr = (epoch: number | null, v: string, release = '1') => ({ epoch, version: v, release });
    expect(compareEvr(evr(1, '1.0'), evr(null, '9.0'))).to.equal(1);
    expect(compareEvr(evr(0, '1.0'), evr(null, '1.0'))).to.equal(0);
    expect(compareEvr(evr(null, '1.0', '2'), evr(null, '1.0', '10'))).to.equal(-1);
  });
});
