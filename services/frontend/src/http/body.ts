/** Small request bodies: JSON first, else a form. */
import { asError } from '@kopr/shared/errors';
import { isDeeper } from '../domain/depth.js';
import { refuse } from '../domain/refusal.js';
import { json, urlencoded, type Request, type RequestHandler, type Response } from 'express';

const LIMIT = '2mb';
const readJson = json({ limit: LIMIT, strict: false });
const readForm = urlencoded({ limit: LIMIT, extended: false });

/** The fields that were sent; undefined when there are none. Of a repeated form field only the first counts. */
export async function readBody(request: Request, response: Response): Promise<Record<string, unknown> | undefined> {
  await passed(readJson, request, response);
  const sent: unknown = request.body;
  if (sent !== undefined) return fieldsOf(sent);
  await passed(readForm, request, response);
  const form = fieldsOf(request.body);
  return form && mapValues(form, (value) => (Array.isArray(value) ? (value as unknown[])[0] : value));
}

/** Deeper ones are made to break programs. */
const MAX_DEPTH = 20;

/** An object with something in it; a list or a text has no fields, so it counts as an empty one. */
export function fieldsOf(body: unknown): Record<string, unknown> | undefined {
  if (body === undefined || body === null) return undefined;
  if (isDeeper(body, MAX_DEPTH)) refuse('invalid', `The JSON is nested too deeply: more than ${MAX_DEPTH} levels`);
  if (typeof body !== 'object' || Array.isArray(body)) return {};
  return { ...body };
}

function mapValues(fields: Record<string, unknown>, change: (value: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, change(value)]));
}

/** What express found wrong with an address or a body, for the asker. */
export function httpErrorOf(thrown: unknown): { status: number; message: string } | undefined {
  if (thrown instanceof URIError) return { status: 400, message: 'The address could not be read' };
  if (!(thrown instanceof Error) || !('expose' in thrown) || thrown.expose !== true) return undefined;
  const status = 'status' in thrown ? Number(thrown.status) : 400;
  return { status, message: thrown.message };
}

function passed(reader: RequestHandler, request: Request, response: Response): Promise<void> {
  return new Promise((resolve, reject) => {
    void reader(request, response, (error?: unknown) => {
      if (error === undefined) resolve();
      else reject(asError(error));
    });
  });
}
