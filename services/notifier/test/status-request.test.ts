import { statusRequested, type StatusForge } from '@kopr/proto';
import { expect } from 'chai';
import { statusRequest, type StatusWords } from '../src/domain/status-request.js';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const ask = (forge: StatusForge, more: Partial<StatusWords> = {}) =>
  statusRequest(statusRequested.body.parse({ ...statusRequested.example, forge, ...more }), 'secret');

describe('the request that tells a forge of a commit', () => {
  it('goes to GitHub’s API on its own host, and below the address of everybody else’s', () => {
    expect(ask('github').url).to.equal(`https://api.github.com/repos/octo/hello/statuses/${COMMIT}`);
    expect(ask('github', { address: 'https://git.corp.example' }).url).to.equal(
      `https://git.corp.example/api/v3/repos/octo/hello/statuses/${COMMIT}`,
    );
    expect(ask('gitlab', { address: 'https://gitlab.com', repository: 'a/b/c.d' }).url).to.equal(
      `https://gitlab.com/api/v4/projects/a%2Fb%2Fc.d/statuses/${COMMIT}`,
    );
    expect(ask('gitea', { address: 'https://example.org/git' }).url).to.equal(
      `https://example.org/git/api/v1/repos/octo/hello/statuses/${COMMIT}`,
    );
  });

  it('shows the token as each forge wants it', () => {
    expect(ask('github').headers).to.include({ authorization: 'Bearer secret' });
    expect(ask('gitlab').headers).to.include({ 'private-token': 'secret' }).and.not.have.property('authorization');
    expect(ask('gitea').headers).to.include({ authorization: 'token secret' });
  });

  it('tells the build’s page and the context in the forge’s own fields', () => {
    expect(ask('github').body).to.deep.equal({
      state: 'pending',
      target_url: 'http://localhost:5000/coprs/build/42',
      description: 'Waits for its turn',
      context: 'kopr/alice/tools/hello',
    });
    expect(ask('gitlab').body).to.include({ name: 'kopr/alice/tools/hello' }).and.not.have.property('context');
  });

  const STATES = [
    ['pending', 'pending', 'pending', 'pending'],
    ['running', 'pending', 'running', 'pending'],
    ['succeeded', 'success', 'success', 'success'],
    ['failed', 'failure', 'failed', 'failure'],
    ['canceled', 'error', 'canceled', 'error'],
  ] as const;
  for (const [state, ...words] of STATES)
    it(`calls a ${state} build as each forge does`, () =>
      expect(
        (['github', 'gitlab', 'gitea'] as const).map((forge) => ask(forge, { state }).body['state']),
      ).to.deep.equal(words));

  it('cuts a description to what the forge takes, between characters', () => {
    const description = '🦀'.repeat(200);
    expect(ask('github', { description }).body['description']).to.equal(`${'🦀'.repeat(139)}…`);
    expect(ask('gitlab', { description }).body['description']).to.equal(description);
  });
});
