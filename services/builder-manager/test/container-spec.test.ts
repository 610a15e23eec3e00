/** Labels, names and privileges of containers. */
import { expect } from 'chai';
import { attemptFrom, containerName, labelsOf } from '../src/domain/attempt.js';
import { containerSpec } from '../src/domain/container-spec.js';
import { attemptNamed, launchOf } from './kit/attempts.js';

const attempt = attemptNamed('42-opensuse-leap-15.6-x86_64', { attempt: 3 });
const around = {
  instance: 'kopr',
  network: 'kopr-builders',
  frontendUrl: 'http://frontend:5000',
  volume: 'kopr-builder-1',
  nodeOptions: ['--disable-sigusr1'],
  profile: 'caps' as const,
};
const hostConfig = (engine: 'mock' | 'rpmbuild', own = {}) =>
  containerSpec(launchOf(attempt, { engine, ...own }), around).HostConfig as Record<string, unknown>;

describe('a builder’s container', () => {
  it('says on its labels all that a restarted manager needs', () => {
    expect(attemptFrom(labelsOf(attempt, 'kopr'))).to.deep.equal(attempt);
  });

  it('is nothing of ours without them', () => {
    const { 'org.kopr.task': task, ...rest } = labelsOf(attempt, 'kopr');
    expect(task).to.equal(attempt.task);
    expect(attemptFrom(rest)).to.equal(undefined);
  });

  it('has one name per attempt and installation', () => {
    expect(containerName(attempt, 'kopr')).to.equal('kopr-42-opensuse-leap-15.6-x86_64-3');
    expect(containerName({ task: '1-a+b-1-x', attempt: 1 }, 'kopr')).to.equal('kopr-1-a_b-1-x-1');
  });

  it('has no capability that rpmbuild does not need, and none to gain', () => {
    const { CapDrop, CapAdd, SecurityOpt } = hostConfig('rpmbuild');
    expect(CapDrop).to.deep.equal(['ALL']);
    expect(CapAdd).to.not.include.members(['SYS_ADMIN', 'NET_RAW']);
    expect(SecurityOpt).to.deep.equal(['no-new-privileges']);
  });

  it('can take a right away only where a source is made by root', () => {
    expect(hostConfig('rpmbuild').CapAdd).to.not.include('SETPCAP');
    const launch = launchOf(attemptNamed('42', { kind: 'source' }));
    expect(containerSpec(launch, around).HostConfig).to.have.property('CapAdd').that.includes('SETPCAP');
  });

  it('gives mock the right to mount, and everything only where nothing less works', () => {
    expect(hostConfig('mock').CapAdd).to.include('SYS_ADMIN');
    expect(hostConfig('mock').Privileged).to.equal(undefined);
    const launch = launchOf(attempt, { engine: 'mock' });
    expect(containerSpec(launch, { ...around, profile: 'privileged' }).HostConfig).to.include({ Privileged: true });
  });

  it('starts Node with the options that this Node knows, before the program', () => {
    const { Entrypoint } = containerSpec(launchOf(attempt), around);
    expect(Entrypoint).to.deep.equal(['/opt/kopr/node', '--disable-sigusr1', '/opt/kopr/builder.mjs']);
  });

  it('is held to its class', () => {
    const limits = { class: { memoryMb: 1024, cpus: 1.5, pids: 99, diskMb: 1 } };
    expect(hostConfig('rpmbuild', limits)).to.include({
      Memory: 2 ** 30,
      MemorySwap: 2 ** 30,
      NanoCpus: 1.5e9,
      PidsLimit: 99,
    });
  });

  it('puts nothing about the task on its command line but its id', () => {
    const spec = containerSpec(launchOf(attempt, { token: 'secret' }), around);
    expect(spec.Env).to.deep.equal([`KOPR_TASK=${attempt.task}`, 'KOPR_FRONTEND_URL=http://frontend:5000']);
    expect(JSON.stringify(spec)).to.not.include('secret');
  });
});
