/** The plainest pages: what a browser gets where even the real pages may not help. */
import type { Response } from 'express';

/** A 404 for people. */
export function notFoundPage(response: Response): void {
  errorPage(response, 404, 'There is nothing at this address.');
}

/** A page with one sentence, which must be ours, never the asker's. */
export function errorPage(response: Response, status: number, text: string): void {
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>${status}</title><h1>${status}</h1><p>${text}</p></html>`;
  response.status(status).type('html').send(html);
}
