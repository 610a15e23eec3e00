import type { Body } from '@kopr/proto';
import { sourceRequested, sourceType } from '@kopr/proto';
import { expect } from 'chai';
import { hopeless, movableOf } from '../src/domain/movable.js';
import { orderOf } from '../src/domain/order.js';
import { wantedSrpm } from '../src/domain/wanted.js';

type Source = Body<'source.requested'>['source'];

const HOME = 'http://frontend:5000';
const requestOf = (source: Source) => ({ ...sourceRequested.body.parse(sourceRequested.example), source });
const wanted = (source: Source) => wantedSrpm(requestOf(source), HOME);

describe('what is wanted of a source', () => {
  it('is the finished SRPM; only what was uploaded is ours', () => {
    const url = `${HOME}/tmp/x/a.src.rpm`;
    const srpm = { url, size: 1, sha256: null };
    expect(wanted({ type: 'upload', srpm, params: { pkg: 'a.src.rpm' } })).to.deep.equal({
      ...srpm,
      ours: true,
      name: 'the uploaded file a.src.rpm',
    });
    expect(wanted({ type: 'link', srpm, params: { url } })).to.include({ ours: false, name: url });
  });

  it('is named without the password in its address', () => {
    const srpm = { url: 'https://me:secret@example.org/a.src.rpm', size: null, sha256: null };
    expect(wanted({ type: 'link', srpm, params: {} }).name).to.equal('https://example.org/a.src.rpm');
  });

  it('is to resolve it, when there is no finished SRPM', () => {
    const srpm = { url: `${HOME}/a.src.rpm`, size: null, sha256: null };
    expect(orderOf(requestOf({ type: 'upload', srpm, params: {} })).kind).to.equal('download');
    for (const type of sourceType.options) {
      expect(orderOf(requestOf({ type, srpm: null, params: {} })).kind, type).to.equal('resolve');
    }
  });

  it('has a name that moves when it lies in git', () => {
    const params = { clone_url: 'https://example.org/a.git', committish: ' main ' };
    const movable = { url: params.clone_url, committish: 'main' };
    expect(movableOf({ type: 'scm', srpm: null, params })).to.deep.equal(movable);
    expect(movableOf({ type: 'scm', srpm: null, params: { ...params, type: 'git' } })).to.deep.equal(movable);
    expect(movableOf({ type: 'distgit', srpm: null, params })).to.deep.equal(movable);
    expect(movableOf({ type: 'scm', srpm: null, params: { ...params, type: 'svn' } })).to.equal(undefined);
    expect(movableOf({ type: 'scm', srpm: null, params: { clone_url: 7 } })).to.equal(undefined);
    for (const type of ['pypi', 'rubygems', 'custom', 'link', 'upload'] as const) {
      expect(movableOf({ type, srpm: null, params }), type).to.equal(undefined);
    }
  });

  it('cannot be made of a package that leaves its sources out', () => {
    const reason = /^a \.nosrc\.rpm lacks some of its sources/;
    expect(hopeless({ type: 'link', srpm: null, params: { url: 'http://x.org/a.nosrc.rpm?x=1' } })).to.match(reason);
    expect(hopeless({ type: 'upload', srpm: null, params: { pkg: 'A.NOSRC.RPM' } })).to.match(reason);
    expect(hopeless({ type: 'link', srpm: null, params: { url: 'http://x.org/a.spec' } })).to.equal(undefined);
  });
});
