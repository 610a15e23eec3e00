import { expect } from 'chai';
import { type ForgeAnswer, judgeAnswer } from '../src/domain/status-answer.js';

const NOW = new Date('2026-01-01T12:00:00Z');
const TOKEN = 'ghp_0123456789abcdefghij';
const judge = (status: number, headers: ForgeAnswer['headers'] = {}, body: unknown = {}, state = 'success') =>
  judgeAnswer(
    { status, headers, text: typeof body === 'string' ? body : JSON.stringify(body) },
    { host: 'github.com', token: TOKEN, state, now: NOW },
  );

describe('a forge’s answer to a status', () => {
  it('is the end of it when the status was taken', () => expect(judge(201)).to.deep.equal({ went: 'out' }));

  for (const status of [400, 401, 403, 404, 405, 410, 422])
    it(`is the end of it when it refuses: ${status}`, () =>
      expect(judge(status)).to.deep.equal({ went: 'nowhere', reason: `github.com answered ${status}` }));

  it('is the end of it when it leads elsewhere: nobody goes there with the token', () =>
    expect(judge(302, { location: 'https://elsewhere.example' })).to.deep.equal({
      went: 'nowhere',
      reason: 'github.com answered 302: a redirect, which is not followed',
    }));

  for (const status of [408, 429, 500, 502, 503])
    it(`lets all of the forge rest when it is in trouble: ${status}`, () =>
      expect(judge(status)).to.deep.include({ went: 'wrong', others: false }));

  it('says for how long to leave the forge alone, in seconds or as a date, but not for ever', () => {
    expect(judge(503, { 'retry-after': '120' })).to.include({ afterMs: 120_000 });
    expect(judge(429, { 'retry-after': 'Thu, 01 Jan 2026 12:00:30 GMT' })).to.include({ afterMs: 30_000 });
    expect(judge(429, { 'retry-after': '99999999999' })).to.include({ afterMs: 6 * 3_600_000 });
    expect(judge(429, { 'retry-after': 'soon' })).to.include({ afterMs: 0 });
  });

  it('is no refusal when GitHub’s 403 says that one has asked too often', () => {
    const reset = String(NOW.getTime() / 1000 + 60);
    const limits = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset };
    expect(judge(403, limits)).to.include({ went: 'wrong', others: false, afterMs: 60_000 });
    expect(judge(403, { 'retry-after': '5' })).to.include({ went: 'wrong', afterMs: 5_000 });
    expect(judge(403, { 'x-ratelimit-remaining': '17' })).to.include({ went: 'nowhere' });
  });

  it('is no refusal when GitHub says so in words alone, and then it is left alone for a minute at least', () => {
    const message = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';
    const left = { 'x-ratelimit-remaining': '4987', 'x-ratelimit-reset': String(NOW.getTime() / 1000 + 5) };
    for (const status of [403, 429])
      expect(judge(status, left, { message })).to.include({ went: 'wrong', others: false, afterMs: 60_000 });
    expect(judge(403, {}, { message: 'You have triggered an abuse detection mechanism.' })).to.include({
      afterMs: 60_000,
    });
    expect(judge(403, { 'retry-after': '90' }, { message }), 'where it says how long').to.include({ afterMs: 90_000 });
    expect(judge(422, {}, { message })).to.include({ went: 'nowhere' });
    expect(judge(403, {}, { message: 'Resource not accessible by integration' })).to.include({ went: 'nowhere' });
  });

  const STEPS: readonly [told: string, event: string, from: string, went: 'out' | 'nowhere'][] = [
    ['pending', 'enqueue', 'pending', 'out'],
    ['pending', 'enqueue', 'running', 'out'],
    ['running', 'run', 'running', 'out'],
    ['success', 'success', 'success', 'out'],
    ['failed', 'drop', 'failed', 'out'],
    ['canceled', 'cancel', 'canceled', 'out'],
    ['failed', 'drop', 'success', 'nowhere'],
    ['success', 'success', 'pending', 'nowhere'],
    ['pending', 'enqueue', 'success', 'nowhere'],
  ];
  for (const [told, event, from, went] of STEPS)
    it(`${went === 'out' ? 'is no' : 'is a'} refusal when GitLab takes no ${told} while it shows ${from}`, () => {
      const message = `Cannot transition status via :${event} from :${from} (Reason(s): Status cannot transition via "${event}")`;
      expect(judge(400, {}, { message }, told)).to.include({ went });
      expect(judge(422, {}, { message }, told)).to.include({ went: 'nowhere' });
    });

  it('is told in the forge’s words, on one line, when there are any', () => {
    expect(judge(422, {}, { message: 'No commit found\n for SHA' })).to.include({
      reason: 'github.com answered 422: No commit found for SHA',
    });
    expect(judge(400, {}, '<html>')).to.include({ reason: 'github.com answered 400' });
    expect(judge(400, {}, 'null')).to.include({ reason: 'github.com answered 400' });
    expect(judge(400, {}, { message: 'x'.repeat(1000) })).to.include({
      reason: `github.com answered 400: ${'x'.repeat(200)}`,
    });
  });

  it('is told without words that hold any piece of the token', () => {
    for (const message of [`bad token ${TOKEN}`, `it begins with ${TOKEN.slice(0, 8)}`, `…${TOKEN.slice(-6)}`])
      expect(judge(401, {}, { message }), message).to.include({ reason: 'github.com answered 401' });
  });
});
