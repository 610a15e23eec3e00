/** Docker Engines keep the contract; and what only they can show. */
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { Backend } from '../src/backends/backend.js';
import { scriptToken } from '../src/backends/dummy-backend.js';
import { backendContract } from './backends.contract.js';
import { attemptNamed, launchOf } from './kit/attempts.js';
import { dockerBench, IMAGE, type Bench } from './kit/docker.js';

const SCRIPTED = fileURLToPath(new URL('kit/scripted-builder.mjs', import.meta.url));

describe('Docker', () => {
  let bench: Bench;
  let backend: Backend;
  before(async () => {
    bench = await dockerBench();
    backend = await bench.backend(SCRIPTED, 'http://frontend:5000');
  });
  after(() => bench[Symbol.asyncDispose]());

  backendContract('docker', () => backend);

  it('finds the least privilege that works on this host', async () => {
    expect(await backend.probe(IMAGE)).to.be.oneOf(['caps', 'privileged']);
    expect(await backend.probe('no/such-image:1')).to.equal(undefined);
  });

  it('says of an image that nobody has that the host cannot start it', async () => {
    const launch = launchOf(attemptNamed('900-minidistro-13-x86_64'), { image: 'no/such-image:1', token: '[]' });
    const error: unknown = await backend.launch(launch).catch((thrown: unknown) => thrown);
    expect(error).to.have.property('code', 'host-refused');
    expect(error).to.have.property('message').that.includes('no/such-image:1');
  });

  it('uses a volume of that program again, and one backend more finds it whole', async () => {
    const second = await bench.backend(SCRIPTED, 'http://frontend:5000');
    const launch = launchOf(attemptNamed('902-minidistro-13-x86_64'), { token: scriptToken([{ exit: 0 }]) });
    const { id } = await second.launch(launch);
    expect(await backend.ending(id)).to.include({ exitCode: 0 });
  });
});
