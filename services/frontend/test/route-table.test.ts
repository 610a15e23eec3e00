import { expect } from 'chai';
import { z } from 'zod';
import type { Endpoint } from '../src/api/endpoint.js';
import { routeTable } from '../src/api/route-table.js';

const row = (path: string, verb: Endpoint['verb'] = 'GET'): Endpoint => ({
  verb,
  path,
  about: path,
  docs: { answer: z.object({}), example: {}, errors: [] },
  login: false,
  run: () => Promise.resolve({}),
});

const TABLE = [
  row('/'),
  row('/build/list'),
  row('/build/delete/list', 'DELETE'),
  row('/build/delete/:id', 'DELETE'),
  row('/build/:id'),
  row('/build/:id', 'PUT'),
  row('/project/add/:owner'),
];

describe('the table of routes', () => {
  const find = routeTable(TABLE);
  const pathOf = (address: string) => find(address)?.rows[0]?.path;

  for (const [address, path] of [
    ['/', '/'],
    ['', '/'],
    ['/build/list', '/build/list'],
    ['/build/list/', '/build/list'],
    ['/build/7', '/build/:id'],
    ['/build/delete/list/', '/build/delete/list'],
    ['/build/delete/12', '/build/delete/:id'],
    ['/build/abc', undefined],
    ['/build', undefined],
    ['/project/add/', undefined],
    ['/constructor', undefined],
  ] as const) {
    it(`takes ${address || 'nothing'} for ${path ?? 'no address'}`, () => expect(pathOf(address)).to.equal(path));
  }

  it('gives all rows of a path', () => expect(find('/build/7')?.rows).to.have.length(2));

  it('gives the parameters, decoded', () =>
    expect(find('/project/add/%40devel')?.path).to.deep.equal({ owner: '@devel' }));

  it('refuses an address that cannot be decoded', () =>
    expect(() => find('/project/add/%ff')).to.throw('not well-formed'));
});
