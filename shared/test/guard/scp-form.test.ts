import { sshUrlOf } from '@kopr/shared/domain';
import { checkUrl } from '@kopr/shared/guard';
import { expect } from 'chai';

describe('an SSH address as scp has it', () => {
  it('is judged as the URL that it stands for', () => {
    const cases: [string, string][] = [
      ['git@example.org:alice/hello.git', 'ssh://git@example.org/alice/hello.git'],
      ['git@example.org:/srv/hello.git', 'ssh://git@example.org/srv/hello.git'],
      ['git@example.org:~alice/hello', 'ssh://git@example.org/~alice/hello'],
      ['org-12.a+b@git-1.example.org:2222/hello', 'ssh://org-12.a+b@git-1.example.org/2222/hello'],
      ['git@[2606:4700::1111]:hello.git', 'ssh://git@[2606:4700::1111]/hello.git'],
    ];
    for (const [text, url] of cases) {
      expect(sshUrlOf(text), text).to.equal(url);
      const checked = checkUrl(url, { allowPrivate: false, schemes: ['ssh'] });
      expect(checked.ok && checked.url.href, text).to.equal(url);
    }
  });

  it('is none without a user, with an option for a host or a path, with spaces, or when it is a URL', () => {
    const others = [
      'example.org:hello.git',
      'git@-oProxyCommand=id:hello.git',
      '-oProxyCommand=id@example.org:x',
      'git@example.org:-oProxyCommand=id',
      'git@example.org:',
      'git@:hello',
      'git@exa mple.org:hello',
      'git@example.org:two words',
      'git@example.org:a\nb',
      'git@example.org:a\\b',
      'git@example.org:a\0b',
      'git@ex$(id)ample.org:x',
      'git@example.org;id:x',
      'git@[::1%eth0]:x',
      'ssh://git@example.org/hello.git',
      'git@example.org://hello',
      'https://git@example.org:443/x',
      'C:hello',
      '',
    ];
    for (const text of others) expect(sshUrlOf(text), JSON.stringify(text)).to.equal(undefined);
  });

  it('leads to no private host, and to no host whose name a shell or ssh would read otherwise', () => {
    const rules = { allowPrivate: false, schemes: ['ssh'] } as const;
    for (const text of ['git@localhost:x', 'git@127.0.0.1:x', 'git@[::1]:x', 'git@2130706433:x', 'git@a..b:x']) {
      expect(checkUrl(sshUrlOf(text) ?? '', rules), text).to.include({ ok: false });
    }
    const urls = [
      'ssh://-oProxyCommand=id/x',
      'ssh://git@-x/x',
      'ssh://git@`id`/x',
      'ssh://git@a;id/x',
      'ssh://git:pw@example.org/x',
      'ssh://-l@example.org/x',
      'ssh://git@example.org:25/x',
    ];
    for (const url of urls) expect(checkUrl(url, rules), url).to.include({ ok: false });
  });
});
