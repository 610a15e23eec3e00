import { expect } from 'chai';
import { newsOf } from '../news.js';
import { openStack, type Stack } from '../stack.js';
import { OPERATIONS, whyNotFitting, type Operation } from './description.js';
import { exampleWorld, type ExampleWorld } from './example-world.js';

/** They need a session; everything else works with a token. */
const WITH_SESSION = /gssapi_login/;

describe('what the API’s description shows', () => {
  let stack: Stack;
  let world: ExampleWorld;
  before(async () => {
    stack = await openStack();
    world = await exampleWorld(stack);
    const news = newsOf(stack, world.build);
    for (const step of [news.assigned, news.started, news.finished]) await step('fedora-42-x86_64');
    await news.published('fedora-42-x86_64');
  });
  after(() => stack[Symbol.asyncDispose]());

  /** The request of the examples: all of the path, and of the query what has an example. */
  const addressOf = (path: string, { parameters }: Operation): string => {
    const values = new Map(parameters.map(({ name, example }) => [name, example]));
    for (const name of ['id', 'build_id']) if (values.has(name)) values.set(name, world.build);
    const asked = parameters.filter((parameter) => parameter.in === 'query' && parameter.example !== undefined);
    const query = new URLSearchParams(asked.map(({ name }) => [name, String(values.get(name))]));
    return `/api_3${path.replace(/\{(\w+)\}/g, (_, name: string) => String(values.get(name)))}?${query}`;
  };

  for (const { verb, path, operation } of OPERATIONS.filter(
    (one) => one.verb === 'GET' && !WITH_SESSION.test(one.path),
  )) {
    it(`is what ${verb} ${path} really answers`, async () => {
      const { schema = {}, example } = operation.responses['200']?.content['application/json'] ?? {};
      const { status, text, json } = await stack.ask(verb, addressOf(path, operation), world.jane);
      expect(status, text).to.equal(200);
      expect(whyNotFitting(schema, json)).to.deep.equal([]);
      expect(shapeOf(json)).to.deep.equal(shapeOf(example));
    });
  }
});

/** Keys all the way down; of a list its first item stands for all. Values may be another day's. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf);
  if (typeof value !== 'object' || value === null) return 'value';
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, shapeOf(part)]));
}
