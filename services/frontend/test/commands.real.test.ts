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

  it('alter users, and list them', async () => {
    await cli('user', 'create', 'carol', '--admin');
    const altered = await cli('user', 'alter', 'carol', '--no-admin', '--inactive', '--email', 'carol@example.org');
    expect(altered.out).to.equal('carol\tuser\tinactive\tcarol@example.org\n');
    expect((await cli('user', 'alter', 'nobody')).err).to.equal("No such user `nobody'\n");
    const { out } = await cli('user', 'list');
    expect(out.split('\n').map((line) => line.split('\t')[0])).to.deep.equal(['alice', 'bob', 'carol', '']);
  });

  it('alter groups, and list them', async () => {
    await cli('group', 'create', 'ops', '--members', 'alice,bob');
    const altered = await cli('group', 'alter', 'ops', '--add', 'carol', '--remove', 'alice,bob');
    expect(altered.out).to.equal('@ops: carol\n');
    expect((await cli('group', 'alter', 'ops', '--remove', 'carol')).out).to.equal('@ops: \n');
    expect((await cli('group', 'list')).out).to.equal('@devel\talice, bob\n@ops\t\n');
    expect((await cli('group', 'alter', 'none')).code).to.equal(1);
  });

  it('end a chroot’s life in every project, and take that back', async () => {
    const alice = await stack.user('alice');
    const chroots = ['fedora-42-x86_64', 'epel-9-x86_64'];
    await stack.ask('POST', '/api_3/project/add/alice', alice, { name: 'old', chroots });
    const asked = '/api_3/project-chroot?ownername=alice&projectname=old&chrootname=epel-9-x86_64';
    const days = async () => (await stack.ask('GET', asked)).json['delete_after_days'];
    const ended = await cli('chroot', 'eol', 'epel-9-x86_64');
    expect(ended.out).to.match(/^epel-9-x86_64 is at its end of life; results stay until \d{4}-\d\d-\d\d\n$/);
    expect((await cli('chroot', 'eol', 'epel-9-x86_64')).out).to.equal(ended.out);
    expect(await days()).to.equal(179);
    const active = async () => Object.keys((await stack.ask('GET', '/api_3/mock-chroots/list')).json);
    expect(await active()).not.to.include('epel-9-x86_64');
    expect((await stack.ask('GET', '/coprs/alice/old/repo/epel-9/x.repo')).status).to.equal(200);
    expect((await cli('chroot', 'list')).out).to.match(/^epel-9-x86_64\teol \d{4}-/m);
    await cli('chroot', 'activate', 'epel-9-x86_64');
    expect([await days(), (await active()).includes('epel-9-x86_64')]).to.deep.equal([null, true]);
    await cli('chroot', 'deactivate', 'epel-9-x86_64');
    expect([await days(), (await active()).includes('epel-9-x86_64')]).to.deep.equal([null, false]);
    expect((await cli('chroot', 'eol', 'none-1-x86_64')).err).to.equal("There is no chroot 'none-1-x86_64'\n");
  });

  it('comment on chroots', async () => {
    expect((await cli('chroot', 'comment', 'fedora-42-x86_64', 'may', 'break')).out).to.include(': may break\n');
    expect((await stack.ask('GET', '/api_3/mock-chroots/list')).json['fedora-42-x86_64']).to.equal('may break');
    expect((await cli('chroot', 'comment', 'fedora-42-x86_64')).out).to.include('has no comment');
  });

  it('add the usual chroots in one go, and leave those alone that are there', async () => {
    await cli('chroot', 'create', 'epel-9-aarch64', '--engine', 'rpmbuild', '--image', 'kopr/test:1');
    const added = (await cli('chroot', 'usual', '--arch', 'aarch64')).out.trimEnd().split('\n');
    expect(added).to.include.members(['fedora-rawhide-aarch64', 'epel-10-aarch64', 'centos-stream-10-aarch64']);
    expect(added).not.to.include('epel-9-aarch64');
    expect(added.every((name) => name.endsWith('-aarch64'))).to.equal(true);
    const rows = await stack.deps.db.query<object[]>(
      "SELECT engine, mock_config, branch, active FROM mock_chroots WHERE name = 'epel-10-aarch64'",
    );
    const expected = { engine: 'mock', mock_config: 'alma+epel-10-aarch64', branch: 'epel10', active: 1 };
    expect(rows).to.deep.equal([expected]);
    expect((await cli('chroot', 'usual', '--arch', 'aarch64')).out).to.equal('all of them are there\n');
    expect((await cli('chroot', 'usual', '--arch', 'vax')).code).to.equal(1);
  });

  it('give a new release to the projects that follow the branching', async () => {
    const alice = await stack.user('alice');
    for (const name of ['fedora-rawhide-x86_64', 'fedora-46-x86_64']) await cli('chroot', 'create', name);
    const add = (name: string, more: object) =>
      stack.ask('POST', '/api_3/project/add/alice', alice, { name, chroots: ['fedora-rawhide-x86_64'], ...more });
    await add('follows', {});
    await add('stays', { follow_fedora_branching: false });
    await stack.said();
    const branch = await cli('chroot', 'branch', 'fedora-rawhide', 'fedora-46');
    expect(branch.out).to.equal('fedora-46-x86_64\t1\n');
    expect(await stack.said()).to.deep.equal(['project.changed', 'repo.requested']);
    const order = (await stack.bodies('repo.requested')).at(-1);
    expect(order).to.deep.include({ verb: 'create', chroots: ['fedora-46-x86_64'] });
    expect((await cli('chroot', 'branch', 'fedora-rawhide', 'fedora-46')).out).to.include('\t0\n');
    expect((await cli('chroot', 'branch', 'fedora-rawhide', 'fedora-99')).code).to.equal(1);
  });

  it('add dist-gits', async () => {
    const url = 'https://src.example.org';
    const out = (await cli('distgit', 'add', 'example', '--clone-url', url, '--priority', '60')).out;
    expect(out).to.include('example\thttps://src.example.org\t{namespace}/rpms/{pkgname}\t\t60\t\n');
    expect((await cli('distgit', 'list')).out).to.equal(out);
    expect((await cli('distgit', 'add', 'example', '--priority', 'high')).code).to.equal(1);
  });

  it('know where well-known dist-gits keep their archives, and learn it of others', async () => {
    const stream = 'https://gitlab.com/redhat/centos-stream';
    const out = (await cli('distgit', 'add', 'stream', '--clone-url', stream, '--priority', '10')).out;
    expect(out).to.match(/^fedora\t.*\thttps:\/\/src.fedoraproject.org\/lookaside\/pkgs\/rpms\/\{pkgname\}/m);
    expect(out).to.match(/^stream\t.*\thttps:\/\/sources.stream.centos.org\/sources\/rpms\/\{pkgname\}/m);
    const uri = 'http://archives.example.org/{pkgname}/{filename}/{hash}';
    expect((await cli('distgit', 'add', 'example', '--archive-uri', uri)).out).to.match(/^example\t.*\{hash\}$/m);
    expect((await cli('distgit', 'add', 'example', '--priority', '61')).out).to.include(uri);
    expect((await cli('distgit', 'add', 'example', '--archive-uri', '')).out).to.not.include(uri);
    for (const wrong of ['file:///{filename}/{hash}', 'http://archives.example.org/{filename}'])
      expect((await cli('distgit', 'add', 'example', '--archive-uri', wrong)).code, wrong).to.equal(1);
  });

  it('refuse names that could be more than names', async () => {
    for (const name of ['..', 'a/b', '@x', 'g', 'a b'])
      expect((await cli('user', 'create', name)).code, name).to.equal(1);
  });

  it('say how they are used', async () => {
    expect((await cli('help')).out).to.include('cli.js chroot eol NAME...');
    for (const words of [[], ['user'], ['user', 'drop', 'x'], ['user', 'create', 'x', '--wrong']]) {
      const { code, err } = await cli(...words);
      expect([code, err.includes('usage: cli.js')], words.join(' ')).to.deep.equal([64, true]);
    }
  });
});
