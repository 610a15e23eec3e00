/**
 * The Lua scripts. They hold no rules of scheduling: they compare (does this replica still lead, is the message new) and
 * set (records, messages to be said), all or nothing.
 */
import type { Redis, Result } from 'ioredis';

/** A new term for a replica, unless another leads. Terms are at least the server's clock in µs, so that they rise even when Redis was emptied. */
const CAMPAIGN = `
  local leader, fence = KEYS[1], KEYS[2]
  local me, ttl = ARGV[1], ARGV[2]
  local holder = redis.call('GET', leader)
  if holder and holder ~= me then return 0 end
  local clock = redis.call('TIME')
  local now = clock[1] * 1000000 + clock[2]
  local term = math.max(now, tonumber(redis.call('GET', fence) or 0) + 1)
  redis.call('SET', fence, string.format('%.0f', term))
  redis.call('SET', leader, me, 'PX', ttl)
  return term`;

/** 1 when the replica still leads in this term, for another while. */
const RENEW = `
  local leader, fence = KEYS[1], KEYS[2]
  local me, term, ttl = ARGV[1], ARGV[2], ARGV[3]
  if redis.call('GET', leader) ~= me or redis.call('GET', fence) ~= term then return 0 end
  redis.call('PEXPIRE', leader, ttl)
  return 1`;

/** Lets another lead at once. */
const RESIGN = `
  if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
  return 1`;

/** When the line was last rebuilt; now, saying the message given, if the marker is gone. 0 when the term is over. */
const BEGIN = `
  local fence, marker, outbox = KEYS[1], KEYS[2], KEYS[3]
  local term, now = ARGV[1], ARGV[2]
  if redis.call('GET', fence) ~= term then return 0 end
  local rebuilt = redis.call('GET', marker)
  if rebuilt then return tonumber(rebuilt) end
  redis.call('SET', marker, now)
  redis.call('XADD', outbox, '*', unpack(ARGV, 3))
  return tonumber(now)`;

/** Applies a change: handled ids, writes in their order, messages. Answers ok, or why nothing was changed. */
const COMMIT = `
  local fence, marker, outbox = KEYS[1], KEYS[2], KEYS[3]
  local term, inbox, keepS = ARGV[1], ARGV[2], ARGV[3]
  local change = cjson.decode(ARGV[4])
  if redis.call('EXISTS', marker) == 0 then return 'emptied' end
  if redis.call('GET', fence) ~= term then return 'fenced' end
  for _, id in ipairs(change.handled) do
    if redis.call('EXISTS', inbox .. id) == 1 then return 'repeated' end
  end
  for _, id in ipairs(change.handled) do redis.call('SET', inbox .. id, '', 'EX', keepS) end
  for _, write in ipairs(change.writes) do redis.call(unpack(write)) end
  for _, fields in ipairs(change.says) do redis.call('XADD', outbox, '*', unpack(fields)) end
  return 'ok'`;

declare module 'ioredis' {
  interface RedisCommander<Context> {
    koprCampaign(leader: string, fence: string, me: string, ttlMs: number): Result<number, Context>;
    koprRenew(leader: string, fence: string, me: string, term: number, ttlMs: number): Result<number, Context>;
    koprResign(leader: string, me: string): Result<number, Context>;
    koprBegin(
      fence: string,
      marker: string,
      outbox: string,
      term: number,
      now: number,
      ...rebuild: string[]
    ): Result<number, Context>;
    koprCommit(
      fence: string,
      marker: string,
      outbox: string,
      term: number,
      inbox: string,
      keepS: number,
      change: string,
    ): Result<string, Context>;
  }
}

/** Teaches a connection the scripts. */
export function defineScripts(redis: Redis): void {
  redis.defineCommand('koprCampaign', { numberOfKeys: 2, lua: CAMPAIGN });
  redis.defineCommand('koprRenew', { numberOfKeys: 2, lua: RENEW });
  redis.defineCommand('koprResign', { numberOfKeys: 1, lua: RESIGN });
  redis.defineCommand('koprBegin', { numberOfKeys: 3, lua: BEGIN });
  redis.defineCommand('koprCommit', { numberOfKeys: 3, lua: COMMIT });
}
