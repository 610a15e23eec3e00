import { expect } from 'chai';
import { conceal, wordsOf } from '../builder/domain/conceal.js';
import { isPassing, keyReason, tokenReason } from '../builder/domain/git-words.js';
import { sshConfig } from '../builder/domain/ssh-config.js';

const KEY = [
  '-----BEGIN OPENSSH PRIVATE KEY-----',
  'b3BlbnNzaC1rZXktdjEAAAAA',
  'BG5vbmU=',
  '-----END OPENSSH PRIVATE KEY-----',
  '',
].join('\n');
const hidden = (text: string, words: readonly string[]) => conceal(Buffer.from(text), words).toString();

describe('what tools print of a secret', () => {
  it('is taken out, as it is and as it travels', () => {
    const words = wordsOf({ kind: 'token', user: 'git', token: 'a token+of/mine' });
    const travels = [Buffer.from('git:a token+of/mine'), Buffer.from('a token+of/mine')].map((one) =>
      one.toString('base64'),
    );
    const text = ['a token+of/mine', ...travels, 'a%20token%2Bof%2Fmine']
      .map((word) => `before ${word}after\n`)
      .join('');
    expect(hidden(text, words)).to.equal('before [secret]after\n'.repeat(4));
  });

  it('is taken out of a key line by line, but not the lines that every key has', () => {
    const text = hidden(
      `${KEY}${Buffer.from(KEY).toString('base64')}\n`,
      wordsOf({ kind: 'ssh-key', key: KEY, knownHosts: null }),
    );
    expect(text.split('\n')).to.deep.equal([
      '-----BEGIN OPENSSH PRIVATE KEY-----',
      '[secret]',
      '[secret]',
      '-----END OPENSSH PRIVATE KEY-----',
      '[secret]',
      '',
    ]);
  });

  it('leaves every other byte as it was', () => {
    const bytes = Buffer.from([0, 255, 195, 40, 10, 226, 130]);
    expect(conceal(bytes, ['a-token-of-mine'])).to.deep.equal(bytes);
    expect(conceal(bytes, [])).to.equal(bytes);
  });
});

describe('ssh’s configuration of a clone', () => {
  const way = { host: 'git.example.org', port: 22, guardPort: 4000, key: '/dev/shm/k/key' };
  const config = (more: object = {}) =>
    sshConfig({ ...way, knownHosts: { path: '/dev/shm/k/hosts', given: false }, ...more }).split('\n');

  it('has a key and a way for one host, and neither for any other', () => {
    const lines = config();
    const rest = lines.slice(lines.indexOf('Host *'));
    expect(lines.slice(0, 3)).to.deep.equal([
      'Host git.example.org',
      '  IdentityFile /dev/shm/k/key',
      "  ProxyCommand socat - 'PROXY:127.0.0.1:git.example.org:22,proxyport=4000'",
    ]);
    expect(rest.join('\n')).to.include('IdentityFile none').and.not.to.include('/dev/shm/k/key');
    expect(rest.filter((line) => line.includes('ProxyCommand'))).to.deep.equal([
      `  ProxyCommand sh -c 'echo "The deploy key is for git.example.org only." >&2'`,
    ]);
    for (const line of ['BatchMode yes', 'IdentitiesOnly yes', 'IdentityAgent none'])
      expect(rest).to.include(`  ${line}`);
  });

  it('takes no host key but those that were given, and else the first that it meets', () => {
    expect(config()).to.include('  StrictHostKeyChecking accept-new');
    expect(config({ knownHosts: { path: '/h', given: true } })).to.include('  StrictHostKeyChecking yes');
  });

  it('sets an IPv6 address in brackets where a port follows it', () => {
    const lines = config({ host: '2606:4700::1111', port: 2222 });
    expect(lines[0]).to.equal('Host 2606:4700::1111');
    expect(lines[2]).to.include("'PROXY:127.0.0.1:[2606:4700::1111]:2222,proxyport=4000'");
  });
});

describe('why a private repository cannot be cloned', () => {
  it('is told by what ssh says before git does', () => {
    const cases: [string, RegExp][] = [
      ['git@git.example.org: Permission denied (publickey).', /does not take the package’s deploy key/],
      ['Host key verification failed.', /known_hosts/],
      ['Load key "/dev/shm/k/key": error in libcrypto', /cannot read the package’s deploy key/],
      ['The deploy key is for git.example.org only.', /for its own host only/],
    ];
    for (const [line, expected] of cases)
      expect(keyReason(['Cloning into …', line, 'fatal: Could not read from remote repository.'])).to.match(expected);
    expect(keyReason(['fatal: no such branch'])).to.equal('no such branch');
  });

  it('is told of a token that the server does not take', () => {
    const refused = "fatal: Authentication failed for 'https://git.example.org/hello.git/'";
    expect(tokenReason([refused])).to.match(/does not take the package’s token/);
    expect(tokenReason(['fatal: no such branch'])).to.equal('no such branch');
  });

  it('may pass when the server broke off before it said who it is', () => {
    expect(isPassing(['kex_exchange_identification: Connection closed by remote host'])).to.equal(true);
    expect(isPassing(['git@git.example.org: Permission denied (publickey).'])).to.equal(false);
  });
});
