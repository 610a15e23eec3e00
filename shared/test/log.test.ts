import { PassThrough } from 'node:stream';
import { expect } from 'chai';
import { QueryFailedError } from 'typeorm';
import { childTrace, createLog, currentTrace, newTrace, traceIdOf, withTrace } from '@kopr/shared/log';
import { KoprError } from '@kopr/shared/errors';

function logged(write: (log: ReturnType<typeof createLog>) => void, level = 'info'): Record<string, unknown>[] {
  const stream = new PassThrough();
  write(createLog('frontend', level, stream));
  const text = String(stream.read() ?? '');
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('the log', () => {
  it('writes one JSON object a line with service, level, message and fields', () => {
    const [line] = logged((log) => log.child({ buildId: 42 }).info('build submitted', { chroot: 'f42' }));
    expect(line).to.include({
      level: 'info',
      service: 'frontend',
      message: 'build submitted',
      buildId: 42,
      chroot: 'f42',
    });
    expect(Date.parse(String(line?.['time']))).to.be.a('number').and.not.NaN;
  });

  it('leaves out what is less important than its level', () => {
    const lines = logged((log) => {
      log.debug('a');
      log.info('b');
      log.warn('c');
      log.error('d');
    }, 'warn');
    expect(lines.map((line) => line['message'])).to.deep.equal(['c', 'd']);
  });

  it('writes errors with their code and cause', () => {
    const [line] = logged((log) =>
      log.error('failed', { error: new KoprError('full', 'no room', { mb: 1 }, new Error('x')) }),
    );
    expect(line?.['error']).to.deep.include({ code: 'full', message: 'no room', details: { mb: 1 } });
    expect(line).to.have.nested.property('error.cause.message', 'x');
  });

  it('does not write what a library hangs onto its errors', () => {
    const cause = Object.assign(new Error('Duplicate entry'), { errno: 1062, code: 'ER_DUP_ENTRY', sql: 'secret 1' });
    const error = new QueryFailedError("INSERT INTO login VALUES (?, 'secret 2')", ['secret 3'], cause);
    const wrapped = new KoprError('failed', 'no login', {}, error);
    const [line] = logged((log) => log.error('failed', { error, wrapped }));
    expect(line?.['error']).to.include({ name: 'QueryFailedError', errno: 1062, code: 'ER_DUP_ENTRY' });
    expect(line?.['error']).to.have.all.keys('name', 'message', 'code', 'errno', 'stack');
    expect(JSON.stringify(line)).to.not.include('secret');
  });

  it('keeps its own keys when a field has the same name', () => {
    const [line] = logged((log) => log.info('true', { message: 'false', level: 'none' }));
    expect(line).to.include({ message: 'true', level: 'info' });
  });

  it('survives cycles and big numbers', () => {
    const cycle: Record<string, unknown> = { n: 1n };
    cycle['self'] = cycle;
    expect(logged((log) => log.info('x', { cycle }))[0]?.['cycle']).to.deep.equal({ n: '1', self: '[seen above]' });
  });

  it('carries the id of the trace that the code runs under', async () => {
    const trace = newTrace();
    const [line] = await withTrace(trace, async () => {
      await Promise.resolve();
      return logged((log) => log.info('traced'));
    });
    expect(line?.['traceId']).to.equal(trace.split('-')[1]);
    expect(currentTrace()).to.equal(undefined);
  });
});

describe('a trace', () => {
  it('keeps its id from step to step', () => {
    const trace = newTrace();
    const child = childTrace(trace);
    expect(trace).to.match(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    expect(traceIdOf(child)).to.equal(traceIdOf(trace));
    expect(child).to.not.equal(trace);
  });
});
