/** Acceptance: with the firewall, what packagers' code opens by itself ends at private networks, and the house is still there. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { expect } from 'chai';
import { listen } from '../kit/gateway.js';
import { must, run } from '../kit/stack.js';

const IMAGE = 'kopr/source-tools:test';
const NETWORK = `kopr-test-firewall-${randomUUID().slice(0, 6)}`;

describe('the firewall of builders', function () {
  this.timeout(120_000);
  const server = createServer((_request, response) => response.end('private'));
  const peer = `${NETWORK}-peer`;
  let host: string;

  before(async function () {
    if ((await run('iptables', ['-n', '-L', 'DOCKER-USER'])).code !== 0) this.skip();
    await must('docker', ['network', 'create', NETWORK]);
    host = await listen(server);
    const house = ['python3', '-m', 'http.server', '80'];
    await must('docker', ['run', '-d', '--rm', '--name', peer, '--network', NETWORK, IMAGE, ...house]);
  });
  after(async () => {
    await run('ops/builder-firewall.sh', ['remove', NETWORK]);
    await run('docker', ['rm', '-f', peer]);
    await run('docker', ['network', 'rm', NETWORK]);
    server.closeAllConnections();
    server.close();
  });

  const firewall = async (action: string): Promise<number> =>
    (await run('ops/builder-firewall.sh', [action, NETWORK])).code;
  /** Whether code in a builder's network gets an answer from there. */
  const reaches = async (url: string): Promise<boolean> => {
    const curl = ['curl', '-s', '-o', '/dev/null', '--retry', '3', '--retry-connrefused', '-m', '10', url];
    return (await run('docker', ['run', '--rm', '--network', NETWORK, IMAGE, ...curl])).code === 0;
  };

  it('is not there until it is applied', async () => {
    expect(await firewall('check')).to.equal(1);
    expect(await reaches(host)).to.equal(true);
  });

  it('keeps code out of the host and of private networks, and leaves it the house; twice is once', async () => {
    expect([await firewall('apply'), await firewall('apply'), await firewall('check')]).to.deep.equal([0, 0, 0]);
    expect(await reaches(host), 'the host').to.equal(false);
    expect(await reaches('http://169.254.169.254/'), 'a cloud’s metadata').to.equal(false);
    expect(await reaches(`http://${peer}/`), 'the house').to.equal(true);
  });

  it('leaves nothing behind', async () => {
    expect([await firewall('remove'), await firewall('check')]).to.deep.equal([0, 1]);
    expect(await must('iptables', ['-S'])).to.not.include('KOPR-BUILDERS');
    expect(await reaches(host)).to.equal(true);
  });
});
