/** A results tree over HTTP as copr-cli downloads it: every build's folder holds the same files, with an index. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What lies in every build's folder. */
export const RESULTS = ['builder-live.log.gz', 'hello-1.0-1.src.rpm', 'hello-1.0-1.x86_64.rpm', 'hello.spec'];
/** What lies in the folder of the review below it. */
export const REVIEW = ['review.json', 'review.txt'];

/** `/results/<owner>/<dirname>/<chroot>/<build>/[fedora-review/]` */
const FOLDER = /^\/results(?:\/[^/]+){4}\/(fedora-review\/)?$/;

/** Serves it on a port of its own. */
export async function openResults(): Promise<AsyncDisposable & { url: string }> {
  const server = createServer((request, response) => {
    const folder = FOLDER.exec(request.url ?? '');
    const names = folder?.[1] === undefined ? [...RESULTS, 'fedora-review/'] : REVIEW;
    const links = ['../', ...names].map((name) => `<a href="${name}">${name}</a>`);
    if (folder) response.writeHead(200, { 'content-type': 'text/html' }).end(`<html>${links.join('\n')}</html>`);
    else if (request.url?.endsWith('/') === true) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(request.url);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())) };
}
