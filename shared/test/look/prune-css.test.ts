import { expect } from 'chai';
import { pruneCss } from '../../src/look/prune-css.js';

const used = new Set(['a', 'b']);
const pruned = (css: string): string => pruneCss(css, used).replace(/\s+/g, '');

describe('the pruned style sheet', () => {
  const rules: [string, string, string][] = [
    ['keeps rules of classes that are used', '.a { color: red }', '.a{color:red}'],
    ['drops rules of others', '.a.x { color: red } .x > .b { color: red }', ''],
    ['keeps what is left of a list', '.a, .x { color: red }', '.a{color:red}'],
    [
      'needs no class of a negation or a choice',
      '.a:not(.x):is(.y, .z) { color: red }',
      '.a:not(.x):is(.y,.z){color:red}',
    ],
    ['keeps elements', 'h1 { color: red }', 'h1{color:red}'],
    ['keeps the steps of keyframes', '@keyframes k { 50% { top: 0 } }', '@keyframesk{50%{top:0}}'],
    ['drops what became empty', '@media print { .x { color: red } }', ''],
    [
      'drops properties that nobody reads, and those that only they read',
      ':root { --one: var(--two); --two: 1; --three: 3 } .a { top: var(--three) }',
      ':root{--three:3}.a{top:var(--three)}',
    ],
    [
      'turns themes into the reader’s own settings',
      ':root:where(.pf-v6-theme-dark) { color: white } :root:where(.pf-v6-theme-glass) { color: red }',
      '@media(prefers-color-scheme:dark){:root{color:white}}',
    ],
  ];
  for (const [title, css, left] of rules) {
    it(title, () => {
      expect(pruned(css)).to.equal(left);
    });
  }
});
