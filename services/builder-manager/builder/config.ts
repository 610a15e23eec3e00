/** What the builder is told: a task's id, one URL, and a token in a file that the build's user cannot read. */
import { readFileSync, rmSync } from 'node:fs';
import { builderToken, taskId, type BuilderToken } from '@kopr/proto';
import { z } from 'zod';

const TOKEN_FILE = '/run/kopr/token';

export interface Orders {
  readonly task: string;
  readonly attempt: number;
  readonly frontendUrl: string;
  /** Sent as `Authorization: Bearer …`. */
  readonly token: string;
  /** How many bytes may be delivered, all in all. */
  readonly budget: number;
}

/** Reads the orders and removes the token's file, so that nobody finds it later; throws when the container was started wrongly, which no retry mends. */
export function readOrders(env: NodeJS.ProcessEnv): Orders {
  const { KOPR_TASK: task, KOPR_FRONTEND_URL: frontendUrl } = z
    .object({ KOPR_TASK: taskId, KOPR_FRONTEND_URL: z.url() })
    .parse(env);
  const token = readFileSync(TOKEN_FILE, 'utf8').trim();
  rmSync(TOKEN_FILE);
  const { attempt, bytes } = tokenPayload(token);
  return { task, attempt, frontendUrl: frontendUrl.replace(/\/+$/, ''), token, budget: bytes };
}

/** What a token says. The builder cannot check the signature and need not: the doors do. */
function tokenPayload(token: string): BuilderToken {
  const json = Buffer.from(token.split('.')[0] ?? '', 'base64url').toString('utf8');
  return builderToken.parse(JSON.parse(json));
}
