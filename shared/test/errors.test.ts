import { expect } from 'chai';
import { asError, isRetryable, KoprError } from '@kopr/shared/errors';

describe('errors', () => {
  const RETRYABLE: readonly [string, unknown, boolean][] = [
    ['a deadlock', { errno: 1213 }, true],
    ['a lock that took too long', { errno: 1205 }, true],
    ['a row changed under a locking read', { errno: 1020 }, true],
    ['a lost connection', { code: 'PROTOCOL_CONNECTION_LOST' }, true],
    ['a deadlock wrapped by the ORM', Object.assign(new Error('x'), { driverError: { errno: 1213 } }), true],
    ['a lost connection as the cause', new KoprError('db', 'x', {}, { code: 'ECONNRESET' }), true],
    ['a duplicate key', { errno: 1062 }, false],
    ['a bug', new TypeError('undefined is not a function'), false],
    ['nothing', undefined, false],
  ];
  for (const [what, error, expected] of RETRYABLE) {
    it(`are ${expected ? '' : 'not '}worth another try for ${what}`, () =>
      expect(isRetryable(error)).to.equal(expected));
  }

  it('carry a code and the ids that one needs', () => {
    const error = new KoprError('too-large', 'expected at most 5 MiB, found 6', { build: 42 });
    expect(error).to.include({ code: 'too-large', name: 'KoprError' });
    expect(error.details).to.deep.equal({ build: 42 });
  });

  it('are made of whatever was thrown', () => {
    const error = new Error('x');
    expect(asError(error)).to.equal(error);
    expect(asError('boom').message).to.contain('boom');
    expect(asError({ status: 500 }).message).to.contain('{"status":500}');
    expect(asError(undefined).message).to.contain('undefined');
  });
});
