import { Validator } from '@seriousme/openapi-schema-validator';
import { expect } from 'chai';
import { DOCUMENT, fieldsOf, OPERATIONS, whyNotFitting } from './description.js';

describe('the API’s description', () => {
  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(structuredClone(DOCUMENT));
    expect(errors ?? []).to.deep.equal([]);
    expect([valid, validator.version]).to.deep.equal([true, '3.1']);
  });

  it('names every operation differently', () => {
    const ids = OPERATIONS.map(({ operation }) => operation.operationId);
    expect(ids).to.deep.equal([...new Set(ids)]);
  });

  it('says of flags of a query how they are read, which differs', () => {
    const told = ['/package', '/package/list'].map(
      (path) => DOCUMENT.paths[path]?.['get']?.parameters.find(({ name }) => name === 'with_latest_build')?.description,
    );
    expect(told[0]).to.include('also `False`');
    expect(told[1]).to.include('all else is a no');
  });

  it('tells of the other names that clients send', () => {
    const told = OPERATIONS.flatMap(({ verb, path, operation }) =>
      Object.values(operation.requestBody?.content ?? {})
        .flatMap(({ schema }) => fieldsOf(schema))
        .flatMap(([name, field]) => ('deprecated' in field ? [`${verb} ${path} ${name}`] : [])),
    );
    expect(told).to.include.members([
      'POST /project/add/{owner} additional_repos',
      'PUT /project/edit/{owner}/{project} disable_createrepo',
      'PUT /project-chroot/edit/{owner}/{project}/{chroot} buildroot_pkgs',
      'PUT /project-chroot/edit/{owner}/{project}/{chroot} module_toggle',
      'POST /build/create/scm source_build_method',
      'POST /package/add/{owner}/{project}/{name}/{type} script_builddeps',
    ]);
  });

  for (const { verb, path, operation } of OPERATIONS) {
    const { description, parameters, requestBody, responses, security, deprecated } = operation;
    const bodies = Object.values(requestBody?.content ?? {});

    describe(`${verb} ${path}`, () => {
      it('says what it is for, and what each parameter is', () => {
        expect(description).to.match(/^[A-Z].*\.$/);
        const silent = parameters.filter((parameter) => parameter.description === undefined);
        expect(silent.map(({ name }) => name)).to.deep.equal([]);
        if (deprecated === true) expect(description).to.include('instead of');
      });

      it('shows an answer that fits its own schema', () => {
        const { schema = {}, example } = responses['200']?.content['application/json'] ?? {};
        expect(example).to.not.equal(undefined);
        expect(whyNotFitting(schema, example)).to.deep.equal([]);
        expect(example).to.not.have.property('error');
      });

      it('says how it fails', () => {
        const failures = Object.entries(responses).filter(([status]) => Number(status) >= 400);
        if (path !== '/' && path !== '/mock-chroots/list') expect(failures).to.not.be.empty;
        for (const [, { description: when, content }] of failures) {
          const { schema = {}, examples = {} } = content['application/json'] ?? {};
          expect(when).to.match(/\.$/);
          expect(Object.values(examples)).to.not.be.empty;
          for (const { value } of Object.values(examples)) expect(whyNotFitting(schema, value)).to.deep.equal([]);
        }
        expect('401' in responses).to.equal(security.length > 0);
      });

      if (bodies.length > 0) {
        it('says what each field of the body is', () => {
          const silent = bodies
            .flatMap(({ schema }) => fieldsOf(schema))
            .filter(([, field]) => !('description' in field));
          expect(silent.map(([name]) => name)).to.deep.equal([]);
        });

        it('shows a body that fits its own schema', () => {
          for (const { schema, example } of bodies) expect(whyNotFitting(schema, example)).to.deep.equal([]);
        });
      }
    });
  }
});
