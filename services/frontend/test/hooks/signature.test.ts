import { createHmac } from 'node:crypto';
import { expect } from 'chai';
import { ANYBODY, FORGES, type Headers, type Sender } from '../../src/domain/hooks/forge.js';
import { isSame } from '../../src/domain/hooks/same.js';
import { whyNotSigned, type Keys } from '../../src/domain/hooks/signature.js';

const BODY = Buffer.from('{"zen":"Approachable is better than simple."}');
const KEYS: Keys = { secret: '931d26b6-043c-43eb-9263-0aa97b4e54bf', key: 'the key', demanded: false };
const hmac = (key: string, algorithm = 'sha256') => createHmac(algorithm, key).update(BODY).digest('hex');

const NOW = new Date('2026-01-02T03:04:05Z');
const TOKEN = `whsec_${Buffer.from('thirty-two bytes, or about that.').toString('base64')}`;
const signing = { key: TOKEN };
/** Signed as GitLab does, so many seconds from now. */
function standard({ key = 'thirty-two bytes, or about that.', ageS = 0, more = '' } = {}): Headers {
  const [id, time] = ['9f3d', String(NOW.getTime() / 1000 - ageS)];
  const digest = createHmac('sha256', key).update(`${id}.${time}.${BODY.toString()}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': `${more}v1,${digest}` };
}

const NOT_MADE = 'the signature was not made with the project’s key';
const OTHER_TIME = 'the signature is of another time: more than five minutes away from the clock here';
const DEMANDED = 'the project demands a signature made with its key';

type Line = readonly [title: string, sender: Sender, headers: Headers, keys: Partial<Keys>, why: string | undefined];

const LINES: readonly Line[] = [
  ['GitHub’s', FORGES.github, { 'x-hub-signature-256': `sha256=${hmac('the key')}` }, {}, undefined],
  ['GitHub’s older one', FORGES.github, { 'x-hub-signature': `sha1=${hmac('the key', 'sha1')}` }, {}, undefined],
  ['Bitbucket’s', FORGES.bitbucket, { 'x-hub-signature': `sha256=${hmac('the key')}` }, {}, undefined],
  ['Gitea’s', FORGES.gitea, { 'x-gitea-signature': hmac('the key') }, {}, undefined],
  ['Forgejo’s', FORGES.forgejo, { 'x-forgejo-signature': hmac('the key') }, {}, undefined],
  ['Pagure’s', FORGES.pagure, { 'x-pagure-signature-256': hmac('the key') }, {}, undefined],
  ['a script’s', ANYBODY, { 'x-hub-signature-256': `sha256=${hmac('the key')}` }, {}, undefined],
  ['GitLab’s token', FORGES.gitlab, { 'x-gitlab-token': 'the key' }, {}, undefined],
  [
    'made with the secret, where there is no key',
    FORGES.github,
    { 'x-hub-signature-256': `sha256=${hmac(KEYS.secret)}` },
    { key: null },
    undefined,
  ],
  ['GitLab’s, by the standard', FORGES.gitlab, standard(), { ...signing, demanded: true }, undefined],
  ['one of several by the standard', FORGES.gitlab, standard({ more: 'v1a,x v1,eA== ' }), signing, undefined],
  ['a script’s, by the standard', ANYBODY, standard(), signing, undefined],
  ['one by the standard, four minutes old', FORGES.gitlab, standard({ ageS: 240 }), signing, undefined],
  [
    'one by the standard, beside another token',
    FORGES.gitlab,
    { ...standard(), 'x-gitlab-token': 'x' },
    signing,
    undefined,
  ],
  ['the standard’s key as a plain one', FORGES.gitlab, { 'x-gitlab-token': TOKEN }, signing, undefined],
  [
    'a key beside a signature of GitLab’s own',
    FORGES.gitlab,
    { ...standard(), 'x-gitlab-token': 'the key' },
    {},
    undefined,
  ],
  ['one of GitLab’s own, where no key is known', FORGES.gitlab, standard({ key: 'other' }), { key: null }, undefined],
  ['none, where none is demanded', FORGES.github, {}, {}, undefined],
  [
    'none, as Gitea sends it',
    FORGES.github,
    { 'x-hub-signature': 'sha1=', 'x-hub-signature-256': 'sha256=' },
    {},
    undefined,
  ],
  [
    'none, as Gitea sends it to scripts',
    ANYBODY,
    { 'x-gitea-signature': '', 'x-hub-signature': 'sha1=' },
    {},
    undefined,
  ],
  [
    'one behind an empty one',
    FORGES.github,
    { 'x-hub-signature-256': 'sha256=', 'x-hub-signature': `sha1=${hmac('the key', 'sha1')}` },
    {},
    undefined,
  ],
  [
    'Pagure’s, where its key is not known',
    FORGES.pagure,
    { 'x-pagure-signature-256': hmac('other') },
    { key: null },
    undefined,
  ],

  ['of another signing token', FORGES.gitlab, standard({ key: 'other' }), signing, NOT_MADE],
  [
    'of another signing token, beside the right one as a plain key',
    FORGES.gitlab,
    { ...standard({ key: 'other' }), 'x-gitlab-token': TOKEN },
    signing,
    NOT_MADE,
  ],
  ['of another delivery', FORGES.gitlab, { ...standard(), 'webhook-id': 'other' }, signing, NOT_MADE],
  ['that is too old', FORGES.gitlab, standard({ ageS: 301 }), signing, OTHER_TIME],
  ['that is from the future', FORGES.gitlab, standard({ ageS: -301 }), signing, OTHER_TIME],
  [
    'that tells no time',
    FORGES.gitlab,
    { ...standard(), 'webhook-timestamp': undefined },
    signing,
    'webhook-id or webhook-timestamp is missing',
  ],
  [
    'of a signing token that the project does not have',
    FORGES.gitlab,
    standard(),
    {},
    'the project’s key is no signing token (whsec_…), with which webhook-signature is made',
  ],
  [
    'of an unknown signing token, though one is demanded',
    FORGES.gitlab,
    standard(),
    { key: null, demanded: true },
    DEMANDED,
  ],
  ['of another key', FORGES.github, { 'x-hub-signature-256': `sha256=${hmac('other')}` }, {}, NOT_MADE],
  [
    'made with the secret, where there is a key',
    FORGES.github,
    { 'x-hub-signature-256': `sha256=${hmac(KEYS.secret)}` },
    {},
    NOT_MADE,
  ],
  [
    'of another body',
    FORGES.gitea,
    { 'x-gitea-signature': createHmac('sha256', 'the key').update('{}').digest('hex') },
    {},
    NOT_MADE,
  ],
  ['that is cut', FORGES.gitea, { 'x-gitea-signature': hmac('the key').slice(0, 40) }, {}, NOT_MADE],
  ['that is nonsense', FORGES.gitea, { 'x-gitea-signature': 'yes' }, {}, NOT_MADE],
  ['of no known algorithm', FORGES.github, { 'x-hub-signature-256': `md5=${hmac('the key', 'md5')}` }, {}, NOT_MADE],
  [
    'a wrong one before a right one',
    FORGES.github,
    { 'x-hub-signature-256': `sha256=${hmac('other')}`, 'x-hub-signature': `sha1=${hmac('the key', 'sha1')}` },
    {},
    NOT_MADE,
  ],
  [
    'another token of GitLab',
    FORGES.gitlab,
    { 'x-gitlab-token': 'other' },
    {},
    'x-gitlab-token is not the project’s key',
  ],
  ['none, though it is demanded', FORGES.github, {}, { demanded: true }, DEMANDED],
  [
    'none as Gitea sends it, though it is demanded',
    FORGES.github,
    { 'x-hub-signature': 'sha1=', 'x-hub-signature-256': 'sha256=' },
    { demanded: true },
    DEMANDED,
  ],
  [
    'a wrong one behind an empty one',
    ANYBODY,
    { 'x-hub-signature-256': 'sha256=', 'x-gitea-signature': 'no' },
    {},
    NOT_MADE,
  ],
  ['no token, though it is demanded', FORGES.gitlab, {}, { demanded: true }, DEMANDED],
  [
    'Pagure’s of an unknown key, though one is demanded',
    FORGES.pagure,
    { 'x-pagure-signature-256': hmac('x') },
    { key: null, demanded: true },
    DEMANDED,
  ],
];

describe('the signature of a delivery', () => {
  for (const [title, sender, headers, keys, why] of LINES) {
    it(`is ${why === undefined ? 'taken' : 'refused'}: ${title}`, () => {
      expect(whyNotSigned(sender, { headers, body: BODY, now: NOW }, { ...KEYS, ...keys })).to.equal(why);
    });
  }

  it('is not compared by its length', () => {
    expect(isSame('a', 'a')).to.equal(true);
    expect(isSame('a', 'aa')).to.equal(false);
    expect(isSame('', 'a')).to.equal(false);
  });
});
