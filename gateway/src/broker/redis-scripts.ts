/**
 * What Redis does in one step. Every key is passed as a key and every script touches one slot. Claims are judged by
 * the gateways' clocks; deadlines, epochs and the age of lines by the server's own: no gateway with a wrong clock may
 * empty a log.
 */
import { createHash } from 'node:crypto';
import { ENTRY_VERSION } from './redis-entry.ts';

export interface Script {
  readonly lua: string;
  readonly sha: string;
}

export function script(lua: string): Script {
  return { lua, sha: createHash('sha1').update(lua).digest('hex') };
}

export const CONTROL_LINES = `
local function isControl(line) return string.byte(line) == 120 end
`;

export const SERVER_TIME = `
local clock = redis.call('TIME')
local serverMs = clock[1] * 1000 + math.floor(clock[2] / 1000)
local function whole(number) return string.format('%.0f', number) end
`;

/**
 * Grants or refuses submissions, numbers and stores what is granted, changes state, publishes one entry. After the
 * deadline it only says what of it had been stored by an earlier try: nobody waits for the rest any more.
 *
 * KEYS: head, log, state, control lines, then of each submission its ref (if it has one) and its claims.
 * ARGV: time of judgement, deadline, comments kept, milliseconds they are kept, milliseconds the head is kept, publishing
 * command, channel, milliseconds a ref is kept, control lines kept;
 * number of fields that must be so, and of state changes, each `field, "=" or "-", text`;
 * number of submissions, each `line (empty: it is granted and nothing more), id, "1" if it has a ref, number of claims`,
 * each claim `"once", window, refusal code` or `"rate", interval, burst`.
 * Answers per submission `+`, `=first id`, `-code milliseconds to wait`, or `!`: too late, and not stored. Where a field
 * is something else nothing is done; then it answers `?` and the field.
 */
export const APPEND = script(`${SERVER_TIME}${CONTROL_LINES}
local isLate = serverMs > tonumber(ARGV[2])
local nowMs, keptComments, keptMs, headMs = tonumber(ARGV[1]), tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[5]
local keptControls = tonumber(ARGV[9])
local key, arg = 5, 10

local expected = tonumber(ARGV[arg])
arg = arg + 1
for _ = 1, expected do
  local text = redis.call('HMGET', KEYS[3], ARGV[arg])[1]
  local isSo = text == ARGV[arg + 2]
  if ARGV[arg + 1] == '-' then isSo = not text end
  if not (isLate or isSo) then return { '?', ARGV[arg] } end
  arg = arg + 3
end

local changes = tonumber(ARGV[arg])
arg = arg + 1
for _ = 1, changes do
  if isLate then
    -- Neither this.
  elseif ARGV[arg + 1] == '=' then redis.call('HSET', KEYS[3], ARGV[arg], ARGV[arg + 2])
  else redis.call('HDEL', KEYS[3], ARGV[arg]) end
  arg = arg + 3
end

local function decide(refKey, claims)
  if refKey then
    local known = redis.call('GET', refKey)
    local untilMs, id = string.match(known or '', '^(%d+) (.*)$')
    if id and tonumber(untilMs) > nowMs then return '=' .. id end
  end
  if isLate then return '!' end
  for _, claim in ipairs(claims) do
    local held = tonumber(redis.call('GET', claim.key) or '0') or 0
    if claim.kind == 'once' then
      if held > nowMs then return '-' .. claim.last .. ' ' .. whole(math.ceil(held - nowMs)) end
      claim.value = nowMs + claim.first
    else
      -- A token bucket as the moment when it will be full again.
      local fullMs = math.max(held, nowMs)
      local waitMs = fullMs - nowMs - (tonumber(claim.last) - 1) * claim.first
      if waitMs > 0.001 then return '-rate_limited ' .. whole(math.ceil(waitMs - 0.001)) end
      claim.value = fullMs + claim.first
    end
  end
  return '+'
end

local outcomes, lines = {}, {}
local count = tonumber(ARGV[arg])
arg = arg + 1
for index = 1, count do
  local line, id, refKey, claims = ARGV[arg], ARGV[arg + 1], nil, {}
  if ARGV[arg + 2] == '1' then refKey = KEYS[key] key = key + 1 end
  local claimCount = tonumber(ARGV[arg + 3])
  arg = arg + 4
  for claim = 1, claimCount do
    claims[claim] = { key = KEYS[key], kind = ARGV[arg], first = tonumber(ARGV[arg + 1]), last = ARGV[arg + 2] }
    key = key + 1
    arg = arg + 3
  end
  local outcome = decide(refKey, claims)
  if outcome == '+' then
    for _, claim in ipairs(claims) do
      local ttlMs = math.max(1, math.ceil(claim.value - nowMs))
      redis.call('SET', claim.key, string.format('%.3f', claim.value), 'PX', whole(ttlMs))
    end
    if refKey then redis.call('SET', refKey, whole(nowMs + ARGV[8]) .. ' ' .. id, 'PX', ARGV[8]) end
    if line ~= '' then lines[#lines + 1] = line end
  end
  outcomes[index] = outcome
end

if #lines > 0 then
  local head = redis.call('HMGET', KEYS[1], 'e', 'n', 'f', 'c')
  local epoch, last, gone, controlsGone = tonumber(head[1]), tonumber(head[2]), tonumber(head[3]), head[4] or '0'
  if not epoch then
    epoch, last, gone, controlsGone = serverMs, 0, 0, '0'
    redis.call('DEL', KEYS[2], KEYS[4])
  end
  local prefix = whole(epoch) .. '-'
  for _, line in ipairs(lines) do
    last = last + 1
    local id = prefix .. whole(last)
    redis.call('XADD', KEYS[2], id, 'l', line)
    if isControl(line) then redis.call('XADD', KEYS[4], id, 'c', '') end
  end

  local controls = redis.call('XLEN', KEYS[4])
  if controls > keptControls then
    for _, item in ipairs(redis.call('XRANGE', KEYS[4], '-', '+', 'COUNT', controls - keptControls)) do
      redis.call('XDEL', KEYS[2], item[1])
      controlsGone = string.match(item[1], '-(%d+)$')
    end
    redis.call('XTRIM', KEYS[4], 'MAXLEN', keptControls)
    controls = redis.call('XLEN', KEYS[4])
  end

  -- What is in the log and no control line is a comment.
  local surplus = redis.call('XLEN', KEYS[2]) - controls - keptComments
  local wasGone = gone
  repeat
    -- Looks at more old lines than came: what is too old goes faster than it grows.
    local most = math.max(#lines + 1, math.min(surplus, 1000))
    local oldest = redis.call('XRANGE', KEYS[2], prefix .. whole(gone + 1), '+', 'COUNT', most)
    for _, item in ipairs(oldest) do
      local line = item[2][2]
      local timeMs = tonumber(string.match(line, '^%a (%w+)') or '0', 36)
      local isOld = timeMs and timeMs < serverMs - keptMs
      if surplus <= 0 and not isOld then break end
      if not isControl(line) then surplus = surplus - 1 end
      gone = tonumber(string.match(item[1], '-(%d+)$'))
    end
  until surplus <= 0 or #oldest == 0
  if gone > wasGone then
    redis.call('XTRIM', KEYS[2], 'MINID', prefix .. whole(gone + 1))
    if controls > 0 then redis.call('XTRIM', KEYS[4], 'MINID', prefix .. whole(gone + 1)) end
  end
  redis.call('HSET', KEYS[1], 'e', whole(epoch), 'n', whole(last), 'f', whole(gone), 'c', controlsGone)
  redis.call('PEXPIRE', KEYS[1], headMs)
  redis.call('PEXPIRE', KEYS[2], whole(keptMs))
  if controls > 0 then redis.call('PEXPIRE', KEYS[4], whole(keptMs)) end
  local header = '${ENTRY_VERSION} ' .. whole(epoch) .. ' ' .. whole(last) .. ' ' .. #lines
  redis.call(ARGV[6], ARGV[7], header .. '\\n' .. table.concat(lines, '\\n'))
end
return outcomes
`);

/**
 * Tells how a log goes on after a position, or how it is altogether. A log that was set back (an older copy came to
 * power) is numbered anew under a new epoch, so that no offset ever means two lines.
 *
 * KEYS: head, log, state, control lines. ARGV: known epoch, known number, the line known to stand there (or empty), most
 * lines to answer, milliseconds head and lines are kept, "1" if a log that went lost shall begin anew, and how far behind
 * somebody may be to be told how it goes on. A log that was not begun yet is not begun by being looked at: it stands at
 * number 0 of this moment, or of the moment when it was looked at before, and goes on there when it begins.
 * Answers "continue" or "all", epoch, last number, the number before the first line that is told, the state (with
 * "all"), the newest lines first as `id, [field, line]`, and the number after which no control line was dropped.
 */
export const SYNC = script(`${SERVER_TIME}${CONTROL_LINES}
local knownEpoch, known, knownLine, most = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4])
local furthest = tonumber(ARGV[7])
local head = redis.call('HMGET', KEYS[1], 'e', 'n', 'f', 'c')
local epoch, last, gone, controlsGone = tonumber(head[1]), tonumber(head[2]), tonumber(head[3]), tonumber(head[4] or '0')
local sawNothing = knownEpoch > 0 and known == 0
local begin = ARGV[6] == '1'
-- Later than this a log may have begun and gone again.
local isRecent = serverMs - knownEpoch < tonumber(ARGV[5])

local function place(lines)
  epoch, last, gone, controlsGone = math.max(serverMs, knownEpoch + 1, (epoch or 0) + 1), #lines, 0, 0
  redis.call('DEL', KEYS[2], KEYS[4])
  for index, item in ipairs(lines) do
    local id = whole(epoch) .. '-' .. whole(index)
    redis.call('XADD', KEYS[2], id, unpack(item[2]))
    if isControl(item[2][2]) then redis.call('XADD', KEYS[4], id, 'c', '') end
  end
  redis.call('HSET', KEYS[1], 'e', whole(epoch), 'n', whole(last), 'f', '0', 'c', '0')
  redis.call('PEXPIRE', KEYS[2], ARGV[5])
  redis.call('PEXPIRE', KEYS[4], ARGV[5])
end

if not epoch then
  if sawNothing and isRecent then return { 'continue', ARGV[1], '0', '0', {}, {}, '0' } end
  if not begin or known == 0 then return { 'all', whole(serverMs), '0', '0', redis.call('HGETALL', KEYS[3]), {}, '0' } end
  place({})
elseif begin and knownEpoch > 0 then
  local isSetBack = knownEpoch > epoch or (knownEpoch == epoch and known > last)
  if knownEpoch == epoch and known > 0 and not isSetBack and knownLine ~= '' then
    local id = whole(epoch) .. '-' .. whole(known)
    local item = redis.call('XRANGE', KEYS[2], id, id)[1]
    isSetBack = item and item[2][2] ~= knownLine
  end
  if isSetBack then place(redis.call('XRANGE', KEYS[2], '-', '+')) end
end
if begin then redis.call('PEXPIRE', KEYS[1], ARGV[5]) end

local kind, from, state = 'all', gone, {}
local floor = math.max(gone, controlsGone, last - furthest)
if knownEpoch == epoch and known >= floor then kind, from = 'continue', known
elseif sawNothing and isRecent and knownEpoch < epoch and floor <= 0 then kind, from = 'continue', 0
else state = redis.call('HGETALL', KEYS[3]) end
local lines = {}
if last > from then
  local prefix = whole(epoch) .. '-'
  lines = redis.call('XREVRANGE', KEYS[2], prefix .. whole(last), prefix .. whole(from + 1), 'COUNT', most)
end
return { kind, whole(epoch), whole(last), whole(from), state, lines, whole(controlsGone) }
`);

/** KEYS: state. Answers field and text in turn. */
export const STATE = script(`return redis.call('HGETALL', KEYS[1])`);

/**
 * Says how many viewers this gateway has in some rooms, and how many there are in all.
 *
 * KEYS: the rooms' presence. ARGV: gateway, milliseconds it counts, then its viewers per room (-1 says nothing).
 * Answers per room viewers and gateways.
 */
export const PRESENCE = script(`${SERVER_TIME}
local answer = {}
for index, key in ipairs(KEYS) do
  local own = tonumber(ARGV[index + 2])
  if own > 0 then
    redis.call('HSET', key, ARGV[1], whole(own) .. ' ' .. whole(serverMs + ARGV[2]))
    redis.call('PEXPIRE', key, ARGV[2])
  elseif own == 0 then
    redis.call('HDEL', key, ARGV[1])
  end
  local viewers, gateways = 0, 0
  local all = redis.call('HGETALL', key)
  for item = 1, #all, 2 do
    local count, untilMs = string.match(all[item + 1], '^(%d+) (%d+)$')
    if count and tonumber(untilMs) > serverMs then
      viewers, gateways = viewers + count, gateways + 1
    else
      redis.call('HDEL', key, all[item])
    end
  end
  answer[#answer + 1] = viewers
  answer[#answer + 1] = gateways
end
return answer
`);

/**
 * Proves that writing and hearing work: KEYS: a key to write. ARGV: publishing command, channel, text, milliseconds
 * the key is kept. Answers the server's time in milliseconds.
 */
export const BEAT = script(`${SERVER_TIME}
redis.call('SET', KEYS[1], ARGV[3], 'PX', ARGV[4])
redis.call(ARGV[1], ARGV[2], ARGV[3])
return whole(serverMs)
`);

/** KEYS: the secret. ARGV: what it shall be if there is none. Answers what it is. */
export const SECRET = script(`
redis.call('SET', KEYS[1], ARGV[1], 'NX')
return redis.call('GET', KEYS[1])
`);
