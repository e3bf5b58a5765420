import RedisClient

/// The Lua behind the console: each script is one atomic step on the console's keys, and gives the same when run again.
enum ConsoleScripts {
    /// Makes a session. KEYS: session, index. ARGV: session prefix, now, its end, how many may live, hash, then field and
    /// value by turns.
    static let create = RedisScript(
        name: "console-create",
        source: shared + """
            local now, ends, most, hash = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[5]
            redis.call('HSET', KEYS[1], unpack(ARGV, 6))
            redis.call('EXPIRE', KEYS[1], ends - now)
            redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)
            list(KEYS[2], now, ends, hash)
            for _, other in ipairs(redis.call('ZRANGE', KEYS[2], 0, -1 - most)) do
              if other ~= hash then
                redis.call('DEL', ARGV[1] .. other)
                redis.call('ZREM', KEYS[2], other)
              end
            end
            return 1
            """)

    /// Reads a live session and writes activity where it is due. KEYS: session. ARGV: index prefix, now, idle, touch
    /// interval, hash. Gives the fields, or nothing.
    static let load = RedisScript(
        name: "console-load",
        source: shared + """
            local record = read(KEYS[1])
            if not record then return false end
            local now, idle = tonumber(ARGV[2]), tonumber(ARGV[3])
            local seen, absolute = tonumber(record[4]), tonumber(record[5])
            if now >= math.min(seen + idle, absolute) then return false end
            if now >= seen + tonumber(ARGV[4]) then
              local ends = math.min(now + idle, absolute)
              record[4] = ARGV[2]
              redis.call('HSET', KEYS[1], 'seen', record[4])
              redis.call('EXPIRE', KEYS[1], ends - now)
              list(ARGV[1] .. record[2], now, ends, ARGV[5])
            end
            return record
            """)

    /// Reads a user's live sessions. KEYS: index. ARGV: session prefix, now. Gives the fields of each.
    static let list = RedisScript(
        name: "console-list",
        source: shared + """
            redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[2])
            local found = {}
            for _, hash in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
              local record = read(ARGV[1] .. hash)
              if record then
                found[#found + 1] = record
              else
                redis.call('ZREM', KEYS[1], hash)
              end
            end
            return found
            """)

    /// Ends a session. KEYS: session. ARGV: index prefix, hash.
    static let end = RedisScript(
        name: "console-end",
        source: """
            local user = redis.call('HGET', KEYS[1], 'user')
            if not user then return 0 end
            redis.call('ZREM', ARGV[1] .. user, ARGV[2])
            return redis.call('DEL', KEYS[1])
            """)

    /// Ends a user's sessions. KEYS: index. ARGV: session prefix, the hash of one to keep or empty. Gives how many.
    static let endAll = RedisScript(
        name: "console-end-all",
        source: """
            local ended = 0
            for _, hash in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
              if hash ~= ARGV[2] then
                ended = ended + redis.call('DEL', ARGV[1] .. hash)
                redis.call('ZREM', KEYS[1], hash)
              end
            end
            return ended
            """)

    /// Counts an attempt under each name, unless one is locked. KEYS: the names' counts. ARGV: now, seconds to remember,
    /// first wait, longest wait, the attempt's own word, then how many may fail freely for each. Gives 0, or until when.
    static let attempt = RedisScript(
        name: "console-attempt",
        source: """
            local now, word, locked = tonumber(ARGV[1]), ARGV[5], 0
            for _, key in ipairs(KEYS) do
              local known = redis.call('HMGET', key, 'until', 'attempt')
              if known[2] ~= word then locked = math.max(locked, tonumber(known[1] or 0)) end
            end
            if locked > now then return locked end
            for i, key in ipairs(KEYS) do
              if redis.call('HGET', key, 'attempt') ~= word then
                local over = redis.call('HINCRBY', key, 'count', 1) - tonumber(ARGV[5 + i])
                redis.call('HSET', key, 'attempt', word)
                if over >= 0 then
                  local wait = math.min(tonumber(ARGV[3]) * 2 ^ over, tonumber(ARGV[4]))
                  redis.call('HSET', key, 'until', now + wait)
                end
                redis.call('EXPIRE', key, ARGV[2])
              end
            end
            return 0
            """)

    /// Takes one attempt back. KEYS: the name's count. ARGV: this success's own word, how many may fail freely.
    static let takeBack = RedisScript(
        name: "console-take-back",
        source: """
            local known = redis.call('HMGET', KEYS[1], 'count', 'success')
            if not known[1] or known[2] == ARGV[1] or tonumber(known[1]) < 1 then return 0 end
            redis.call('HSET', KEYS[1], 'success', ARGV[1])
            local count = redis.call('HINCRBY', KEYS[1], 'count', -1)
            if count < tonumber(ARGV[2]) then redis.call('HDEL', KEYS[1], 'until') end
            return 1
            """)

    /// Invites a user anew. KEYS: the user's latest, the new invitation. ARGV: invitation prefix, hash, user, lifetime.
    static let invite = RedisScript(
        name: "console-invite",
        source: """
            local former = redis.call('GET', KEYS[1])
            if former then redis.call('DEL', ARGV[1] .. former) end
            redis.call('SET', KEYS[2], ARGV[3], 'EX', ARGV[4])
            redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[4])
            return 1
            """)

    private static let shared = """
        local function read(session)
          local record = redis.call('HMGET', session, 'id', 'user', 'created', 'seen', 'absolute', 'agent', 'address')
          return record[1] and record
        end

        local function list(index, now, ends, hash)
          redis.call('ZADD', index, ends, hash)
          if redis.call('TTL', index) < ends - now then redis.call('EXPIRE', index, ends - now) end
        end

        """
}
