import { expect } from 'chai';
import { compare } from './compare.js';
import { newMemory } from './memory.js';
import type { Step } from './recording.js';
import type { Reply } from './send.js';

const step = (response: Partial<Step['response']>): Step => ({
  step: 1,
  name: 'some',
  request: { method: 'GET', path: '/api_3/x', auth: null, headers: {}, body_kind: null, body: null },
  response: { status: 200, headers: {}, ...response },
});

const reply = (json: unknown, more: Partial<Reply> = {}): Reply => ({
  status: 200,
  headers: new Headers(),
  text: JSON.stringify(json),
  json,
  ...more,
});

/** Ways and places in which two JSON answers differ. */
function differ(recorded: unknown, ours: unknown, memory = newMemory()): string[] {
  return compare(step({ json: recorded }), reply(ours), memory).map(({ way, where }) => `${way} ${where}`.trim());
}

describe('comparing an answer with the recorded one', () => {
  it('finds nothing in the same answer, in whatever order its keys are', () => {
    expect(differ({ a: 1, b: [{ c: null }] }, { b: [{ c: null }], a: 1 })).to.be.empty;
  });

  it('finds keys, types and values all the way down', () => {
    const recorded = { gone: 1, kind: [{ of: 'text' }], deep: { value: true }, long: [1, 2] };
    const ours = { new: 1, kind: [{ of: 7 }], deep: { value: false }, long: [1] };
    const where = ['key missing gone', 'type kind[].of', 'value deep.value', 'value long.length', 'key added new'];
    expect(differ(recorded, ours)).to.deep.equal(where);
  });

  it('tells an error’s text from other values', () => {
    expect(differ({ error: 'a' }, { error: 'b' })).to.deep.equal(['error text error']);
  });

  it('finds another status, and nothing else when only one of the two is a success', () => {
    const found = compare(step({ status: 400, json: { error: 'a' } }), reply({ b: 1 }), newMemory());
    expect(found.map(({ way }) => way)).to.deep.equal(['status']);
  });

  it('finds that ours fails, even where Copr failed', () => {
    const failure = { json: { error: 'a' } };
    const found = compare(step({ status: 500, ...failure }), reply(failure.json, { status: 500 }), newMemory());
    expect(found.map(({ way }) => way)).to.deep.equal(['status']);
  });

  it('finds a header that is other, missing or too much', () => {
    const recorded = step({ headers: { Location: '/a', Allow: 'GET', 'Content-Type': 'text/html; charset=utf-8' } });
    const headers = new Headers({ 'content-type': 'text/html', allow: 'GET', warning: 'old' });
    const found = compare(recorded, reply(undefined, { headers }), newMemory());
    expect(found.map(({ where }) => where)).to.deep.equal(['Location', 'Content-Type', 'Warning']);
  });

  it('holds a short body that was not kept against its length', () => {
    const ways = (length: number, text: string) =>
      compare(step({ body_omitted: length }), reply(undefined, { text }), newMemory()).map(({ way }) => way);
    expect([ways(2, 'OK'), ways(2, 'OK\n'), ways(7000, 'a page')]).to.deep.equal([[], ['body'], []]);
  });

  it('compares times only by whether there is one', () => {
    const build = (ended: number | null) => ({ id: 1, state: 'failed', ended_on: ended });
    expect(differ(build(1), build(2))).to.be.empty;
    expect(differ(build(1), build(null))).to.deep.equal(['type ended_on']);
  });

  it('learns ids once and holds on to them, in texts too', () => {
    const memory = newMemory();
    const build = (id: number) => ({ id, state: 'failed' });
    expect(differ(build(5), build(8), memory)).to.be.empty;
    expect(differ(build(5), build(9), memory)).to.deep.equal(['value id']);
    expect(differ({ error: 'Build 5 does not exist.' }, { error: 'Build 8 does not exist.' }, memory)).to.be.empty;
    expect(memory.path('/api_3/build/5')).to.equal('/api_3/build/8');
    expect(memory.body({ after_build_id: 5, builds: [5] })).to.deep.equal({ after_build_id: 8, builds: [8] });
  });

  it('asks for nothing by chance under an id that was never learnt', () => {
    expect(newMemory().path('/api_3/build/7')).to.equal('/api_3/build/900000007');
    expect(newMemory().path('/api_3/build/99999')).to.equal('/api_3/build/99999');
  });
});
