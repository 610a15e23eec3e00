import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { CATALOGUE, listenersOf, MAX_ENVELOPE_BYTES, rowOf, SERVICES, type Row, type Service } from '@kopr/proto';

const ROOT = join(import.meta.dirname, '../..');

/** Services that must have a consumer for this row: orders for a worker host are taken by builder-manager. */
function consumersOf(row: Row): readonly Service[] {
  return [...new Set([...(row.workFor === 'host' ? (['builder-manager'] as const) : []), ...listenersOf(row)])];
}

function hasConsumer(service: Service, { message }: Row): boolean {
  return existsSync(join(ROOT, 'services', service, 'src/consumers', `on-${message.type.replaceAll('.', '-')}.ts`));
}

describe('the catalogue', () => {
  it('names each message once', () => {
    const types = CATALOGUE.map((row) => row.message.type);
    expect(new Set(types).size).to.equal(types.length);
    for (const row of CATALOGUE) expect(rowOf(row.message.type)).to.equal(row);
  });

  for (const row of CATALOGUE) {
    const { type, body, example, about } = row.message;

    describe(type, () => {
      it('is a noun and what was done to it or is asked of it', () =>
        expect(type).to.match(/^[a-z]+\.[a-z]+(-[a-z]+)*$/));

      it('says what it means', () => expect(about).to.match(/^[A-Z].{10,}\.$/));

      it('has an example that fits its schema', () => {
        const decoded = body.safeParse(JSON.parse(JSON.stringify(example)));
        expect(decoded.error?.message).to.equal(undefined);
        expect(body.safeParse(decoded.data).data, 'decoding twice changes nothing').to.deep.equal(decoded.data);
      });

      it('strips fields that it does not know', () => {
        const decoded = body.safeParse({ ...(example as object), fromTheFuture: 1 });
        expect(decoded.data).to.not.have.property('fromTheFuture');
      });

      it('has an example that fits into an envelope', () => {
        expect(JSON.stringify(example).length).to.be.below(MAX_ENVELOPE_BYTES / 4);
      });

      it('has a listener, or says which one is planned', () => {
        expect(consumersOf(row).length + (row.planned?.length ?? 0)).to.be.above(0);
      });

      it('is work for one at most: who works on it does not hear it as news too, and is not planned', () => {
        const listeners = listenersOf(row);
        expect(new Set(listeners).size).to.equal(listeners.length);
        expect(listeners.filter((service) => row.planned?.includes(service))).to.deep.equal([]);
      });

      it('is said by someone', () => expect(SERVICES).to.include.members([...row.saidBy]));

      for (const service of consumersOf(row)) {
        it(`has a consumer in ${service}`, () => expect(hasConsumer(service, row)).to.equal(true));
      }
      for (const service of row.planned ?? []) {
        it(`has no consumer in ${service} while that is planned`, () =>
          expect(hasConsumer(service, row)).to.equal(false));
      }
    });
  }
});

describe('the JSON Schemas', () => {
  it('are those of the catalogue', () => {
    const script = join(ROOT, 'scripts/generate-schemas.ts');
    execFileSync(process.execPath, ['--conditions=source', '--import', 'tsx', script, '--check'], { stdio: 'pipe' });
  });
});
