/** A refusal, for the page with the form that was refused. */
import { STATUS } from '../../api/answer.js';
import { refusalOf } from '../../domain/refusal.js';

/** How a refused form is answered. `fields`: what is wrong with each, as far as it is about one. */
interface Refused {
  readonly status: number;
  readonly message: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** Its status and words. What is no refusal is thrown on: it is a surprise. */
export function refused(error: unknown): Refused {
  const refusal = refusalOf(error);
  if (!refusal) throw error;
  const fields: Record<string, string> = {};
  for (const { field, message } of refusal.issues) fields[field] ??= message;
  return { status: STATUS[refusal.code], message: sentence(refusal.message), fields };
}

/** The API's words name the field in front of each line; people see which field it is. */
function sentence(message: string): string {
  const lines = message.split('\n').map((line) => line.replace(/^\w+: (?=[A-Z'])/, '').trim());
  return lines.filter((line) => line !== '').join(' ');
}
