import { expect } from 'chai';
import { readable } from '../../src/pages/stored/readable.js';

describe('a payload as people read it', () => {
  const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

  it('is set out in lines when it is JSON', () => {
    expect(readable(Buffer.from('{"a":[1]}'))).to.equal('{\n  "a": [\n    1\n  ]\n}');
    expect(readable(Buffer.from('{"a":'))).to.equal('{"a":');
    expect(readable(Buffer.from(nested(50)))).to.include('\n  [\n');
  });

  it('is shown as it was sent when it is nested so deep that its indents would fill the memory', () => {
    const deep = `[${Array.from({ length: 10 }, () => nested(4900)).join(',')}]`;
    expect(readable(Buffer.from(deep))).to.equal(deep);
    expect(readable(Buffer.from(nested(51)))).to.equal(nested(51));
  });

  it('ends after as much as anybody reads', () => {
    expect(readable(Buffer.alloc(200_000, 'a'))).to.have.length(100_000);
  });
});
