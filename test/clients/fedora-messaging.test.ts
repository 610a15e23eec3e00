/** Acceptance: Python's fedora-messaging with copr-messaging receives valid start and end messages from the public address. */
import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packager } from '../kit/client.js';
import { srpm } from '../kit/srpm.js';
import { CHROOT, must, PUBLIC_AMQP, until } from '../kit/stack.js';

const CONSUMER = `
import json, sys
def show(message):
    message.validate()
    print(json.dumps({"topic": message.topic, "kind": type(message).__name__, "body": message.body, "severity": int(message.severity),
                      "package": message.package_name, "status": message.status, "chroot": message.chroot}), flush=True)
`;

interface Heard {
  topic: string;
  kind: string;
  status: string;
  chroot: string;
  package: string;
  body: { build: number; status: number };
}

describe('fedora-messaging with copr-messaging from PyPI', function () {
  this.timeout(240_000);

  it('receives valid start and end messages of a build', async () => {
    const erin = await packager('erin');
    await erin.project('topics');
    const callback = join(erin.dir, 'callback.py');
    const config = join(erin.dir, 'fedora-messaging.toml');
    await writeFile(callback, CONSUMER);
    await writeFile(config, configFor(randomUUID()));
    const venv = (await must('scripts/python-clients.sh', [])).trim().split('\n').at(-1) ?? '';
    const consumer = spawn(join(venv, 'bin/fedora-messaging'), [
      '--conf',
      config,
      'consume',
      '--callback-file',
      `${callback}:show`,
    ]);
    let out = '';
    let err = '';
    consumer.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    consumer.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    try {
      await until(`the consumer is bound: ${out} ${err}`, 60_000, async () =>
        Promise.resolve(/Successfully registered/.test(out + err)),
      );
      const { id } = await erin.upload('topics', await srpm({ name: 'heard' }));
      expect((await erin.ended(id)).state).to.equal('succeeded');
      const heard = await until(`start and end arrive: ${out} ${err.slice(-2000)}`, 30_000, async () => {
        const all = out
          .trim()
          .split('\n')
          .filter((line) => line.startsWith('{'))
          .map((line) => JSON.parse(line) as Heard)
          .filter(({ body }) => body.build === id);
        return Promise.resolve(all.some(({ topic }) => topic.endsWith('build.end')) && all);
      });
      const of = (topic: string) => heard.filter((one) => one.topic === `org.kopr.dev.copr.${topic}`);
      expect(of('build.start')).to.have.length(1);
      expect(of('build.start')[0]).to.include({
        kind: 'BuildChrootStartedV1',
        chroot: CHROOT,
        status: 'running',
        package: 'heard',
      });
      expect(of('build.end')).to.have.length(1);
      expect(of('build.end')[0]).to.include({ kind: 'BuildChrootEndedV1', status: 'succeeded' });
    } finally {
      consumer.kill();
    }
  });
});

/** As the library's documentation shows it: a queue of one's own, named by a UUID. */
function configFor(queue: string): string {
  return `
amqp_url = "${PUBLIC_AMQP}"
[[bindings]]
queue = "${queue}"
exchange = "amq.topic"
routing_keys = ["org.kopr.dev.copr.#"]
[queues."${queue}"]
durable = false
auto_delete = true
exclusive = true
arguments = {}
`;
}
