/** What may be wrong with an answer of the API, whatever was asked. */
import { whyNotFitting, type Operation } from './description.js';
import type { RawAnswer, RawRequest } from './raw.js';

/** What goes wrong before it is known which endpoint was meant. */
const ANYWHERE: ReadonlySet<number> = new Set([404, 405, 431]);

/** What is wrong with an answer; nothing is a fault of the request's own. `own`: the verb that `operation` describes. */
export function faultsOf(
  { verb, address }: RawRequest,
  answer: RawAnswer,
  own: string,
  operation: Operation,
): string[] {
  const { status, headers, text } = answer;
  if (status === 308) return address.includes('//') ? [] : ['a redirect for nothing'];
  if (verb === 'HEAD' || (verb === 'OPTIONS' && status === 200)) return text === '' ? [] : ['a body where none may be'];
  if (headers['content-type'] !== 'application/json') return [`the type ${String(headers['content-type'])}`];
  const value = JSON.parse(text) as object;
  const faults = status >= 500 ? [`status ${status}`] : [];
  const isError = 'error' in value && typeof value.error === 'string' && value.error !== '';
  if (!isError && status >= 400) faults.push('no error told');
  if (verb === own && status >= 400 && !ANYWHERE.has(status) && !(status in operation.responses))
    faults.push(`status ${status}, of which its description says nothing`);
  if (status >= 400) return faults;
  if ('error' in value) return ['an error told with success'];
  const { schema = {} } = operation.responses['200']?.content['application/json'] ?? {};
  return verb === own ? whyNotFitting(schema, value) : [];
}
