/** Reads of a log that are bounded by what is asked for, however long the log is. */
import { History, type HistoryLimits, type HistoryPage, type PageQuery } from '../room/history.ts';
import type { Placed } from '../room/kept-lines.ts';
import type { LogLine } from '../room/log-line.ts';
import { decodeLine, withoutRecalled } from './redis-entry.ts';
import type { RoomKeys } from './redis-keys.ts';
import type { RedisNode } from './redis-node.ts';
import { CONTROL_LINES, SERVER_TIME, script } from './redis-scripts.ts';

/** Beyond this a page is read as the whole log is: in several answers. */
export const MAX_PAGE = 1000;

/**
 * The first comments after a position, or the last before one, and all control lines that came later: some of them may
 * recall what is in it and is not forgotten yet.
 *
 * KEYS: head, log, control lines. ARGV: epoch and number of `after`, epoch and number of `before` (epoch -1: not
 * asked for), most comments, and the time in milliseconds before which comments are too old.
 * Answers epoch, last number, the number before the oldest line that is told or kept, "1" if there are more comments in
 * the range than were told, and the lines as number and text in turn.
 */
const PAGE = script(`${SERVER_TIME}${CONTROL_LINES}
local afterEpoch, after = tonumber(ARGV[1]), tonumber(ARGV[2])
local beforeEpoch, before = tonumber(ARGV[3]), tonumber(ARGV[4])
local limit, oldestMs = tonumber(ARGV[5]), tonumber(ARGV[6])
local head = redis.call('HMGET', KEYS[1], 'e', 'n', 'f')
local epoch, last, gone = tonumber(head[1]), tonumber(head[2]), tonumber(head[3])
if not epoch then return { whole(serverMs), '0', '0', '0', {} } end

local function clamp(of, number)
  if of ~= epoch then return gone end
  return math.min(math.max(number, gone), last)
end
local from, to = gone, last
if afterEpoch >= 0 then from = clamp(afterEpoch, after) end
if beforeEpoch >= 0 then to = clamp(beforeEpoch, before - 1) end

local prefix = whole(epoch) .. '-'
local told, count, newest = {}, 0, from
local hasMore, isAtOld = false, false
local isForward = afterEpoch >= 0
while from < to and not hasMore and not isAtOld do
  local items
  local most = math.min(limit - count + 1, 200)
  if isForward then
    items = redis.call('XRANGE', KEYS[2], prefix .. whole(from + 1), prefix .. whole(to), 'COUNT', most)
  else
    items = redis.call('XREVRANGE', KEYS[2], prefix .. whole(to), prefix .. whole(from + 1), 'COUNT', most)
  end
  if #items == 0 then break end
  for _, item in ipairs(items) do
    local number, line = tonumber(string.match(item[1], '-(%d+)$')), item[2][2]
    local timeMs = tonumber(string.match(line, '^%a (%w+)') or '0', 36)
    local isOld = timeMs and timeMs < oldestMs
    if isForward then from = number else to = number - 1 end
    if isOld and isForward and count == 0 then
      gone = number
    elseif isOld and not isForward then
      gone, isAtOld = number, true
      break
    else
      if not isControl(line) then count = count + 1 end
      if count > limit then hasMore = true break end
      newest = math.max(newest, number)
      told[#told + 1] = whole(number)
      told[#told + 1] = line
    end
  end
end
for _, item in ipairs(redis.call('XRANGE', KEYS[3], prefix .. whole(newest + 1), '+')) do
  local kept = redis.call('XRANGE', KEYS[2], item[1], item[1])[1]
  if kept then
    told[#told + 1] = string.match(item[1], '-(%d+)$')
    told[#told + 1] = kept[2][2]
  end
end
return { whole(epoch), whole(last), whole(gone), hasMore and '1' or '0', told }
`);

type Answer = readonly [epoch: string, last: string, gone: string, hasMore: '0' | '1', told: readonly string[]];

/**
 * @param query asks for {@link MAX_PAGE} comments at most.
 * @returns `undefined` where comments of the page are being recalled just now: the whole log says what takes their place.
 */
export async function readPage(
  node: RedisNode,
  keys: RoomKeys,
  query: PageQuery,
  { limits, nowMs }: { readonly limits: HistoryLimits; readonly nowMs: number },
): Promise<HistoryPage | undefined> {
  const { after, before, limit } = query;
  const answer = await node.read(
    PAGE,
    [keys.head, keys.log, keys.controls],
    [
      after?.epochMs ?? -1,
      after?.seq ?? 0,
      before?.epochMs ?? -1,
      before?.seq ?? 0,
      limit,
      Math.floor(nowMs - limits.maxAgeMs),
    ],
  );
  const [epoch, last, gone, hasMore, told] = answer as Answer;
  const lines: Placed<LogLine>[] = [];
  for (let index = 0; index + 1 < told.length; index += 2) {
    const line = decodeLine(told[index + 1] ?? '');
    if (line) lines.push({ seq: Number(told[index]), line });
  }
  const kept = withoutRecalled(lines.sort((a, b) => a.seq - b.seq));
  if (hasMore === '1' && kept.length < lines.length) return undefined;
  const tail = { last: { epochMs: Number(epoch), seq: Number(last) }, lines: kept, commentFloor: Number(gone) };
  return new History(limits, { ...tail, controlFloor: tail.commentFloor }).page(query);
}
