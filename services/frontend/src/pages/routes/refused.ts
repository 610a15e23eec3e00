/** A refusal, for the page with the form that was refused. */
import { STATUS } from '../../api/answer.js';
import { refusalOf } from '../../domain/refusal.js';

/** Its status and words. What is no refusal is thrown on: it is a surprise. */
export function refused(error: unknown): { status: number; message: string } {
  const refusal = refusalOf(error);
  if (!refusal) throw error;
  return { status: STATUS[refusal.code], message: sentence(refusal.message) };
}

/** The API's words name the field in front of each line; people see which field it is. */
function sentence(message: string): string {
  const lines = message.split('\n').map((line) => line.replace(/^\w+: (?=[A-Z'])/, '').trim());
  return lines.filter((line) => line !== '').join(' ');
}
