import { expect } from 'chai';
import { allowedChroots } from '../src/domain/denylist.js';

describe('the deny list of a package', () => {
  const chroots = ['fedora-42-x86_64', 'fedora-42-aarch64', 'epel-9-x86_64'];
  const cases: [string, string[], string[]][] = [
    ['without patterns denies nothing', [], chroots],
    ['denies what a pattern means', ['fedora-*'], ['epel-9-x86_64']],
    ['denies by each of its patterns', ['epel-*', '*-aarch64'], ['fedora-42-x86_64']],
    ['that denies all is a mistake, and denies none', ['*'], chroots],
  ];
  for (const [what, list, allowed] of cases) {
    it(what, () => expect(allowedChroots(chroots, list)).to.deep.equal(allowed));
  }
});
