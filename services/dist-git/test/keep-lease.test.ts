import { silentLog } from '@kopr/shared/log';
import { eventually } from '@kopr/shared/testkit';
import { expect } from 'chai';
import type { Job } from '../src/store/claim-next.js';
import { keepLease } from '../src/verbs/keep-lease.js';
import type { Lease } from '../src/verbs/lease.js';
import type { Means } from '../src/verbs/means.js';

const LEASE_MS = 90;
const JOB = { id: 1, build: 1, claim: 'mine', request: { project: { id: 7 } } } as Job;

describe('the lease of an import', () => {
  let lease: Lease;
  let asked: number;
  afterEach(() => lease.stop());

  /** Keeps a lease on a database that answers renewals by `query`, and nothing else. */
  function keep(query: () => Promise<unknown>): void {
    asked = 0;
    const counted = (): Promise<unknown> => {
      asked++;
      return query();
    };
    const createQueryRunner = (): never => {
      throw new Error('only renewals are answered');
    };
    const db = { query: counted, createQueryRunner };
    lease = keepLease({ db, log: silentLog() } as unknown as Means, JOB, LEASE_MS);
  }
  const isLost = () => eventually(() => lease.signal.aborted, { what: 'the lease is lost', withinMs: 20 * LEASE_MS });

  it('is lost when renewals fail for as long as it lasts, and not at the first', async () => {
    keep(() => Promise.reject(new Error('the database is away')));
    await eventually(() => asked === 1, { what: 'a renewal failed' });
    expect(lease.signal.aborted).to.equal(false);
    await isLost();
    expect(String(lease.signal.reason)).to.include('lease of this work is lost');
  });

  it('is lost when renewals get no answer at all', async () => {
    keep(() => new Promise(() => undefined));
    await isLost();
  });

  it('is lost at once when somebody else has it', async () => {
    keep(() => Promise.resolve({ affectedRows: 0 }));
    await isLost();
    expect(asked).to.equal(1);
  });

  it('is kept while it is renewed', async () => {
    keep(() => Promise.resolve({ affectedRows: 1 }));
    await eventually(() => asked > 6, { what: 'it was renewed for longer than it lasts' });
    expect(lease.signal.aborted).to.equal(false);
  });
});
