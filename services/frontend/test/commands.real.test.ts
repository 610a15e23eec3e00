import { expect } from 'chai';
import { runCommand } from '../src/commands.js';
import { openStack, type Stack } from './stack.js';

describe('the admin’s commands', () => {
  let stack: Stack;
  before(async () => void (stack = await openStack()));
  after(() => stack[Symbol.asyncDispose]());
  const cli = (...words: string[]) => runCommand(stack.deps, words);

  it('make a user, and print a configuration that copr-cli takes, each time with a fresh token', async () => {
    const first = await cli('user', 'create', 'alice', '--admin', '--email', 'alice@example.org');
    expect([first.code, first.err]).to.deep.equal([0, '']);
    expect(first.out).to.match(/^\[copr-cli\]\nlogin = [a-z]{20}\nusername = alice\ntoken = [a-z]{30}\n/);
    expect(first.out).to.match(
      /\ncopr_url = http:\/\/localhost:5000\nencrypted = False\n# expiration date: [\d-]{10}\n$/,
    );
    const second = await cli('user', 'create', 'alice');
    expect(second.out).not.to.equal(first.out);
    const rows = await stack.deps.db.query<object[]>('SELECT name, email, admin FROM users');
    expect(rows).to.deep.equal([{ name: 'alice', email: 'alice@example.org', admin: 1 }]);
  });

  it('make groups of users that exist', async () => {
    await cli('user', 'create', 'bob');
    expect((await cli('group', 'create', 'devel', 'bob,alice')).out).to.equal('@devel is ready\n');
    const unknown = await cli('group', 'create', 'devel', 'bob', 'nobody');
    expect([unknown.code, unknown.err]).to.deep.equal([1, "No such user `nobody'\n"]);
  });

  it('make chroots, and change what is said of them', async () => {
    const name = 'minidistro-13-x86_64';
    const made = await cli('chroot', 'create', name, '--engine', 'rpmbuild', '--image', 'kopr/minidistro:13');
    expect(made.out).to.equal('minidistro-13-x86_64: rpmbuild, kopr/minidistro:13, branch minidistro13\n');
    const altered = await cli('chroot', 'alter', name, '--branch', 'md13', '--inactive');
    expect(altered.out).to.include('branch md13');
    expect((await cli('chroot', 'create', 'fedora-43-x86_64')).out).to.include('mock, fedora-43-x86_64, branch f43');
    for (const words of [['zz'], [name, '--engine', 'alien'], ['a-1-x86_64', '--engine', 'rpmbuild']]) {
      expect((await cli('chroot', 'create', ...words)).code, words.join(' ')).to.equal(1);
    }
  });

  it('refuse names that could be more than names', async () => {
    for (const name of ['..', 'a/b', '@x', 'g', 'a b'])
      expect((await cli('user', 'create', name)).code, name).to.equal(1);
  });

  it('say how they are used', async () => {
    for (const words of [[], ['user'], ['user', 'drop', 'x'], ['user', 'create', 'x', '--wrong']]) {
      const { code, err } = await cli(...words);
      expect([code, err.includes('usage: cli.js')], words.join(' ')).to.deep.equal([64, true]);
    }
  });
});
