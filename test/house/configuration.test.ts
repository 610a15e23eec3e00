/** .env.example and docker-compose.yml know every setting of every service. */
import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { GROUPS, text } from '../../scripts/env-example.js';
import { END_MS } from '../../shared/src/service/run.js';

interface Compose {
  services: Record<string, { environment?: Record<string, unknown>; stop_grace_period?: string }>;
}

/** Set by the image or left at their defaults inside containers. */
const NOT_PASSED = ['KOPR_HTTP_PORT', 'KOPR_BUILDER_BUNDLE'];

describe('configuration', () => {
  it('is listed whole in .env.example', () => {
    expect(readFileSync('.env.example', 'utf8')).to.equal(text());
  });

  const compose = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true }) as Compose;
  for (const { service, settings } of GROUPS) {
    it(`reaches ${service} through compose, and nothing else does`, () => {
      const passed = Object.keys(compose.services[service]?.environment ?? {});
      const wanted = Object.values(settings)
        .map(({ name }) => name)
        .filter((name) => !NOT_PASSED.includes(name));
      expect(passed).to.have.members(wanted);
    });

    it(`gives ${service} the time to end well before it is killed`, () => {
      const grace = /^(\d+)s$/.exec(compose.services[service]?.stop_grace_period ?? '');
      expect(Number(grace?.[1]) * 1000).to.be.greaterThan(END_MS);
    });
  }
});
