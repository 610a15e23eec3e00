/** Control lines: what counts as one, and what they add up to. */
import { expect } from 'chai';
import { fold, lineSplitter, parseControl, SILENT } from '../src/domain/control.js';

const MANIFEST = { kopr: 'manifest', sha256: 'a'.repeat(64), outcome: 'failed', reason: 'no', stage: null };

describe('control lines', () => {
  it('understands every kind of line', () => {
    const lines = [
      { kopr: 'phase', phase: 'build', at: 1 },
      { kopr: 'network', want: 'off' },
      MANIFEST,
      { kopr: 'died', reason: 'no definition', fault: 'task' },
      { kopr: 'died', reason: 'the disk is full', fault: 'host' },
    ];
    for (const line of lines) expect(parseControl(JSON.stringify(line))).to.deep.equal(line);
  });

  it('takes a builder of an earlier release at its word', () => {
    const line = '{"kopr":"died","reason":"no definition"}';
    expect(parseControl(line)).to.deep.equal({ kopr: 'died', reason: 'no definition', fault: 'task' });
  });

  it('takes nothing else for one', () => {
    for (const text of [
      '',
      'Warning: something',
      '{',
      '{}',
      '{"kopr":"format-disk"}',
      '{"kopr":"network","want":"maybe"}',
    ]) {
      expect(parseControl(text), text).to.equal(undefined);
    }
  });

  it('keeps the last of each', () => {
    const lines = ['{"kopr":"network","want":"off"}', '{"kopr":"network","want":"on"}', JSON.stringify(MANIFEST)];
    const control = lines.flatMap((text) => parseControl(text) ?? []).reduce(fold, SILENT);
    expect(control).to.deep.equal({
      phase: null,
      network: 'on',
      manifest: MANIFEST,
      died: null,
    });
  });

  it('finds lines however the bytes are cut', () => {
    const lines: string[] = [];
    const split = lineSplitter((line) => lines.push(line));
    for (const byte of Buffer.from('ein\nzwölf\n\nrest')) split(Buffer.from([byte]));
    expect(lines).to.deep.equal(['ein', 'zwölf', '']);
  });

  it('drops a line that never ends, and goes on after it', () => {
    const lines: string[] = [];
    const split = lineSplitter((line) => lines.push(line));
    for (let i = 0; i < 20; i++) split(Buffer.alloc(8192, 'x'));
    split(Buffer.from('\nnext\n'));
    expect(lines.at(-1)).to.equal('next');
    expect(lines.every((line) => line.length <= 128 * 1024)).to.equal(true);
  });
});
