import { expect } from 'chai';
import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { drawn, markup, placed, type Markup } from '../../src/look/markup.js';

const EVIL = '<script>alert(1)</script>';

const textOf = (what: Markup): string => renderToString(placed(what));

describe('mark-up written out', () => {
  it('shows what people typed as text, also within an attribute', () => {
    const made = textOf(markup`<b title="${`" onclick="${EVIL}`}">${EVIL} & ${7}</b>`);
    expect(made).to.equal(
      '<b title="&quot; onclick=&quot;&lt;script>alert(1)&lt;/script>">&lt;script>alert(1)&lt;/script> & 7</b>',
    );
  });

  it('takes mark-up as it is, one piece or many', () => {
    const cells = ['a', '<'].map((text) => markup`<td>${text}</td>`);
    expect(textOf(markup`<tr>${cells}${markup`<td>c</td>`}</tr>`)).to.equal(
      '<tr><td>a</td><td>&lt;</td><td>c</td></tr>',
    );
  });

  it('knows its own mark-up from anything that came from outside', () => {
    const forged = JSON.parse('{"html":"<b>","Symbol(html)":"<b>","map":null}') as Markup;
    expect(() => markup`${forged}`).to.throw(TypeError);
  });

  it('keeps elements as they are drawn', () => {
    const once = placed(drawn(h('p', { class: 'kopr-hint' }, EVIL)));
    const expected = '<p class="kopr-hint">&lt;script>alert(1)&lt;/script></p>';
    expect(renderToString(h('main', {}, [once, once]))).to.equal(`<main>${expected}${expected}</main>`);
  });
});
