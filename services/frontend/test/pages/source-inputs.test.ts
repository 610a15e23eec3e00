import { expect } from 'chai';
import type { z } from 'zod';
import { FORM_TYPES, sourceForm } from '../../src/api/source-forms.js';
import { sourceInputs } from '../../src/pages/source-inputs.js';

const DIST_GIT = { cloneUrl: 'https://example.org', clonePackageUri: 'rpms/{pkgname}', defaultNamespace: '' };
const CHROOTS = ['fedora-42-x86_64', 'epel-9-x86_64'];
const MAY = { chroots: CHROOTS, distGits: ['fedora', 'centos'] };

describe('the inputs of a source’s form', () => {
  for (const type of FORM_TYPES) {
    const distGits = MAY.distGits.map((name) => ({ ...DIST_GIT, name, archiveUri: null }));
    const { fields } = sourceForm(type, { chroots: CHROOTS, distGits, pythonVersions: ['3'] });
    const shape = fields.shape as Record<string, z.ZodType>;

    it(`ask for just what the API takes: ${type}`, () => {
      expect(sourceInputs(type, MAY).map(({ name }) => name)).to.have.members(Object.keys(shape));
    });

    it(`offer only what the API takes, and ask for all that it needs: ${type}`, () => {
      for (const input of sourceInputs(type, MAY)) {
        const takes = (value: unknown) => shape[input.name]?.safeParse(value).success;
        if ('options' in input)
          for (const { value } of input.options) expect(takes(value), `${input.name} ${value}`).to.equal(true);
        else expect(takes(''), input.name).to.equal(input.required !== true);
      }
    });
  }
});
