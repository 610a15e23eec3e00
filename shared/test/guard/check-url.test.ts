import { isIP } from 'node:net';
import { checkUrl, type GuardRules, isPublicAddress, type Scheme } from '@kopr/shared/guard';
import { expect } from 'chai';
import fc from 'fast-check';

const ALL: readonly Scheme[] = ['http', 'https', 'ftps', 'git', 'ssh', 'svn'];
const WEB: GuardRules = { allowPrivate: false, schemes: ['http', 'https'] };
const ANY: GuardRules = { allowPrivate: false, schemes: ALL };

/** The address as it may be handed on, or what is wrong. */
function judged(text: string, rules: GuardRules = WEB, base?: string): string {
  const check = checkUrl(text, rules, base);
  return check.ok ? check.url.href : check.problem;
}

const PRIVATE = /is not an address of the public internet/;
const ODD = /spaces, backslashes or characters that cannot be seen/;
const SCHEME = /sources are fetched by/;
const NO_URL = /not a URL/;
const NO_HOST = /names no host/;
const USER = /a user name or a password/;

const REFUSED: readonly [kind: string, problem: RegExp, texts: readonly string[]][] = [
  [
    'schemes that nobody takes',
    SCHEME,
    [
      'file:///etc/passwd',
      'FILE:///etc/passwd',
      'file://localhost/etc/passwd',
      'gopher://example.org/_x',
      'data:text/plain,x',
      'jar:http://example.org/x.jar!/x',
      'javascript:alert(1)',
      'ftp://example.org/x',
      'dict://example.org/',
      'ldap://example.org/',
      'netdoc:/etc/passwd',
      'view-source:http://example.org/',
      'blob:http://example.org/x',
      'svn+ssh://example.org/x',
      'ext::sh -c id'.replaceAll(' ', '%20'),
      'about:blank',
      'example.org:80',
      'ws://example.org/',
    ],
  ],
  [
    'schemes that this use does not take',
    SCHEME,
    ['git://example.org/x', 'ssh://git@example.org/x', 'svn://example.org/x'],
  ],
  [
    'this machine by its name',
    PRIVATE,
    [
      'http://localhost/',
      'http://LocalHost:8080/',
      'http://localhost./',
      'http://a.localhost/',
      'http://ｌｏｃａｌｈｏｓｔ/',
    ],
  ],
  [
    'IPv4 in every spelling',
    PRIVATE,
    [
      'http://127.0.0.1/',
      'http://127.0.0.1./',
      'http://127.1/',
      'http://127.0.1/',
      'http://2130706433/',
      'http://0x7f000001/',
      'http://0x7F.1/',
      'http://0177.0.0.1/',
      'http://017700000001/',
      'http://127.0.0.0x1/',
      'http://0/',
      'http://1２7.0.0.1/',
      'http://１２７。０。０。１/',
      'http://①②⑦.0.0.1/',
      'http://%31%32%37.0.0.1/',
      'http://127%2e0%2e0%2e1/',
      'http://169.254.169.254/latest/meta-data/',
      'http://2852039166/',
      'http://0xA9FEA9FE/',
      'http://10.0.0.1:8080/',
      'http://0300.0250.1/',
      'http://[::ffff:127.0.0.1]/',
    ],
  ],
  [
    'IPv6 in every form',
    PRIVATE,
    [
      'http://[::1]/',
      'http://[0:0:0:0:0:0:0:1]/',
      'http://[::]/',
      'http://[fe80::1]/',
      'http://[fd00:ec2::254]/',
      'http://[::ffff:7f00:1]/',
      'http://[::FFFF:169.254.169.254]/',
      'http://[::127.0.0.1]/',
      'http://[64:ff9b::7f00:1]/',
      'http://[2002:7f00:1::]/',
      'http://[2001:0:808:808::80ff:fffe]/',
    ],
  ],
  ['zones', NO_URL, ['http://[fe80::1%25eth0]/', 'http://[fe80::1%eth0]/', 'http://[2606:4700::1%25lo]/']],
  [
    'characters that parsers drop or move',
    ODD,
    [
      'http://exa\tmple.org/',
      'http://example.org/\n',
      ' http://127.0.0.1/',
      'http://example.org/a b',
      'ht\ntp://example.org/',
      'http://good.example\\@127.0.0.1/',
      'http:\\\\127.0.0.1\\',
      'http://127.0.0\u200b.1/',
      'http://127.0.0.1\u00ad/',
      'http://example.org/\u202ecexe',
      'http://example.org\u2028/',
      'http://example.org/\0',
    ],
  ],
  [
    'users and passwords',
    USER,
    [
      'http://good.example@127.0.0.1/',
      'http://good.example:80@127.0.0.1/',
      'http://me:secret@example.org/',
      'https://token@example.org/',
      'http://a@b@example.org/',
      'http://good.example%2f@127.0.0.1/',
    ],
  ],
  [
    'texts without a host',
    NO_HOST,
    ['http:/127.0.0.1/', 'http:127.0.0.1', 'http:///127.0.0.1/', 'http:example.org', 'http:////example.org/'],
  ],
  [
    'hosts that cannot be',
    NO_HOST,
    [
      'http://a..b/',
      'http://.example.org/',
      'http://-oProxyCommand=x/',
      `http://${'a'.repeat(64)}.org/`,
      `http://${'a.'.repeat(130)}org/`,
      'http://a$b.org/',
    ],
  ],
  [
    'no URLs',
    NO_URL,
    [
      '',
      '/etc/passwd',
      'example.org/x',
      '//example.org/',
      'http://',
      'http://[::1/',
      'http://1.2.3.4.5.6.7.8.9:x/',
      'http://256.256.256.256/',
      'http://example.org:65536/',
      'http://%00/',
      'http://a％00b/',
    ],
  ],
  ['ports that do not exist', /port that does not exist/, ['http://example.org:0/']],
  [
    'ports of mail',
    /is for mail/,
    ['http://example.org:25/', 'https://example.org:465/', 'http://example.org:587/', 'http://example.org:00025/'],
  ],
  ['addresses without an end', /longer than/, [`http://example.org/${'a'.repeat(9000)}`]],
];

describe('the text of an address that a stranger gave', () => {
  for (const [kind, problem, texts] of REFUSED) {
    for (const text of texts) {
      it(`is refused: ${kind}, ${JSON.stringify(text.slice(0, 60))}`, () => {
        expect(checkUrl(text, WEB).ok).to.equal(false);
        expect(judged(text)).to.match(problem);
      });
    }
  }

  const OPAQUE: readonly [string, RegExp][] = [
    ['git://127.0.0.1/x', PRIVATE],
    ['git://2130706433/x', PRIVATE],
    ['git://0x7f.1/x', PRIVATE],
    ['git://%31%32%37.0.0.1/x', PRIVATE],
    ['svn://１２７.0.0.1/x', PRIVATE],
    ['svn://LOCALHOST/x', PRIVATE],
    ['git://[::1]/x', PRIVATE],
    ['ftps://[::ffff:10.0.0.1]/x', PRIVATE],
    ['ssh://git@169.254.169.254/x', PRIVATE],
    ['ssh://-oProxyCommand=id/x', NO_HOST],
    ['ssh://git@-oProxyCommand=id/x', NO_HOST],
    ['ssh://-oProxyCommand=id@example.org/x', USER],
    ['ssh://git:secret@example.org/x', USER],
    ['git://me@example.org/x', USER],
    ['svn://me@example.org/x', USER],
    ['git:///x', NO_HOST],
    ['git:x', NO_HOST],
    ['ssh://example.org:25/x', /is for mail/],
  ];
  for (const [text, problem] of OPAQUE) {
    it(`is refused though its scheme is not the web's: ${text}`, () => expect(judged(text, ANY)).to.match(problem));
  }

  const TAKEN: readonly [text: string, href: string][] = [
    ['http://example.org', 'http://example.org/'],
    ['HTTPS://Example.ORG./A/b', 'https://example.org/A/b'],
    ['https://example.org:8443/x?y=%20z#f', 'https://example.org:8443/x?y=%20z#f'],
    ['https://müller.example/ü', 'https://xn--mller-kva.example/%C3%BC'],
    ['http://8.8.8.8/', 'http://8.8.8.8/'],
    ['http://[2606:4700::1111]:3000/', 'http://[2606:4700::1111]:3000/'],
    ['http://localhost.example.org/', 'http://localhost.example.org/'],
    ['http://mylocalhost/', 'http://mylocalhost/'],
    ['https://a_b.example.org/x@y', 'https://a_b.example.org/x@y'],
    ['git://GitHub.com/x.git', 'git://github.com/x.git'],
    ['git://[2A00:1450:4001::1]/x', 'git://[2a00:1450:4001::1]/x'],
    ['svn://müller.example/x', 'svn://xn--mller-kva.example/x'],
    ['ssh://git@example.org:2222/x', 'ssh://git@example.org:2222/x'],
    ['ftps://example.org/x', 'ftps://example.org/x'],
  ];
  for (const [text, href] of TAKEN) it(`is taken: ${text}`, () => expect(judged(text, ANY)).to.equal(href));

  it('is taken with a private address where the operator allows that, and nothing else more', () => {
    const open: GuardRules = { ...WEB, allowPrivate: true };
    expect(judged('http://127.1:5000/x', open)).to.equal('http://127.0.0.1:5000/x');
    expect(judged('http://localhost/x', open)).to.equal('http://localhost/x');
    expect(judged('file:///etc/passwd', open)).to.match(SCHEME);
    expect(judged('http://127.0.0.1:25/', open)).to.match(/is for mail/);
    expect(judged('http://a@127.0.0.1/', open)).to.match(USER);
  });

  const REDIRECTS: readonly [location: string, expected: string | RegExp][] = [
    ['/b', 'https://example.org/b'],
    ['../b c', 'https://example.org/b%20c'],
    ['?x', 'https://example.org/a/b?x'],
    ['//example.net/x', 'https://example.net/x'],
    ['http://example.net:8080/x', 'http://example.net:8080/x'],
    ['//127.0.0.1/x', PRIVATE],
    ['//[::1]/x', PRIVATE],
    ['http://0x7f.1/', PRIVATE],
    ['http:127.0.0.1', PRIVATE],
    ['file:///etc/passwd', SCHEME],
    ['gopher://example.org/', SCHEME],
    ['/\\127.0.0.1/', ODD],
    ['http://exam\tple.org/', ODD],
    ['https://me:secret@example.org/', USER],
    ['http://example.org:25/', /is for mail/],
    ['https://', NO_URL],
  ];
  for (const [location, expected] of REDIRECTS) {
    it(`is judged anew when it redirects to ${JSON.stringify(location)}`, () => {
      const found = judged(location, WEB, 'https://example.org/a/b');
      if (typeof expected === 'string') expect(found).to.equal(expected);
      else expect(found).to.match(expected);
    });
  }

  it('never shows a password in what is said of it', () => {
    for (const text of ['http://me:secret@example.org/', 'file://me:secret@x/', 'http://me:secret@127.0.0.1:25/']) {
      expect(judged(text)).to.not.contain('secret');
    }
  });
});

describe('any text as an address', () => {
  const part = fc.constantFrom(
    ...[
      'http',
      'https',
      'git',
      'ssh',
      'svn',
      'file',
      ':',
      '/',
      '//',
      '://',
      '@',
      '\\',
      '[',
      ']',
      '%',
      '%25',
      '#',
      '?',
      '.',
      '。',
    ],
    ...[
      '127.0.0.1',
      '127.1',
      '0x7f',
      '2130706433',
      '0177',
      '::1',
      '::ffff:',
      '[::1]',
      '169.254.169.254',
      'localhost',
      '10.0.0.1',
    ],
    ...[
      'example.org',
      '８',
      '\t',
      '\n',
      ' ',
      '\u00ad',
      '\u200b',
      ':80',
      ':25',
      'a',
      '%31',
      '64:ff9b::',
      '2002:7f00:1::',
    ],
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(part, { maxLength: 12 }).map((parts) => parts.join('')),
    fc.array(part, { maxLength: 8 }).map((parts) => `http://${parts.join('')}/`),
    fc.webUrl(),
  );
  const base = fc.option(fc.constantFrom('https://example.org/a/b', 'git://example.org/x'), { nil: undefined });

  it('is judged without an exception, and never leads to a private address, whatever reads it', () => {
    fc.assert(
      fc.property(text, base, (given, from) => {
        const check = checkUrl(given, ANY, from);
        if (!check.ok) {
          expect(check.problem).to.match(/^[^\p{Cc}]+$/u);
          return;
        }
        // Read once more as the web does, whatever the scheme: what a tool would read.
        const web = new URL(check.url.href.replace(/^[a-z]+:/, 'http:'));
        const host = web.hostname.replace(/^\[|\]$/g, '');
        expect(isIP(host) === 0 || isPublicAddress(host), `${given} → ${check.url.href}`).to.equal(true);
        expect(host).to.not.match(/(^|\.)localhost$/);
        expect(web.password).to.equal('');
        expect(ALL).to.include(check.url.protocol.slice(0, -1));
        expect(checkUrl(check.url.href, ANY)).to.have.property('ok', true);
      }),
      { numRuns: 20_000 },
    );
  });
});

describe('the address of a server of the house', () => {
  const rules: GuardRules = { ...WEB, own: { host: '10.0.0.5', port: 5001 } };

  it('is taken at its port, whatever network it is in', () => {
    expect(judged('http://10.0.0.5:5001/git/x', rules)).to.equal('http://10.0.0.5:5001/git/x');
    expect(judged('http://10.0.0.5:5002/', rules)).to.match(PRIVATE);
    expect(judged('http://10.0.0.6:5001/', rules)).to.match(PRIVATE);
  });
});
