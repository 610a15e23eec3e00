/** An answer that ends a request early. */
import { KoprError } from '@kopr/shared/errors';

/** The error that the application turns into `status` and `{"error": message}`. */
export function refuse(status: number, message: string, headers: Readonly<Record<string, string>> = {}): KoprError {
  return new KoprError('http', message, { status, headers });
}

/** The header that says where to go on. */
export function offsetHeader(bytes: number): Record<string, string> {
  return { 'Kopr-Offset': String(bytes) };
}
