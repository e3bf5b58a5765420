import RedisClient

/// The Lua that changes sessions: each script is one atomic step on one customer's keys, and gives the same when run again.
enum SessionScripts {
    /// Claims the token and makes or renews the session.
    /// KEYS: mark, index. ARGV: record prefix, now, idle, mark lifetime, grace, new hash, presented hash or empty, its end,
    /// its line in the index, then field and value by turns, the first `id` and the second `created`. Gives `replayed`, or `<new hash> created|renewed <id> <created> [<ended id>]`.
    static let create = RedisScript(name: "create", source: shared + createBody)

    /// The channel on which each session that ends or moves is told of, by its public id.
    static let channel = "casement:sessions"

    /// Writes activity, if none was written for an interval. KEYS: index. ARGV: record prefix, now, idle, hash, interval.
    /// Gives when activity was written last, or nothing once the session has ended.
    static let touch = RedisScript(name: "touch", source: shared + touchBody)

    /// Ends what one cookie value names, at a moment if one is given. KEYS: index. ARGV: record prefix, hash, moment or empty.
    /// Gives the record's fields and values.
    static let end = RedisScript(name: "end", source: shared + endBody)

    /// Walks a piece of the index. KEYS: index. ARGV: record prefix, now, cursor, batch, `count|list|end`, public id,
    /// member, origin: each empty for any, member `-` for neither member nor manager. Gives the next cursor and the entries.
    static let walk = RedisScript(name: "walk", source: shared + walkBody)

    /// Claims a token alone. KEYS: mark. ARGV: value, lifetime. Gives 1 for the first value, also when it comes again.
    static let claim = RedisScript(
        name: "claim",
        source: """
            if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'EX', ARGV[2]) then return 1 end
            return redis.call('GET', KEYS[1]) == ARGV[1] and 1 or 0
            """)

    /// Notes that a partner's customer may have sessions. KEYS: the partner's set. ARGV: now, expiry, customer.
    static let note = RedisScript(
        name: "note",
        source: """
            redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[1])
            redis.call('ZADD', KEYS[1], 'GT', ARGV[2], ARGV[3])
            local life = tonumber(ARGV[2]) - tonumber(ARGV[1])
            if redis.call('TTL', KEYS[1]) < life then redis.call('EXPIRE', KEYS[1], life) end
            return 1
            """)

    private static let shared = """
        local prefix = ARGV[1]

        -- Where signposts lead; at a moment, if one is given, those whose time is over lead nowhere.
        local function current(hash, now)
          for _ = 1, 4 do
            local post = redis.call('HMGET', prefix .. hash, 'next', 'until')
            if not post[1] or now and now >= tonumber(post[2]) then return hash end
            hash = post[1]
          end
          return hash
        end

        local function read(hash)
          local flat = redis.call('HGETALL', prefix .. hash)
          local record = {}
          for i = 1, #flat, 2 do record[flat[i]] = flat[i + 1] end
          if record.id then return record, flat end
        end

        local function expiry(record, idle)
          return math.min(tonumber(record.seen) + idle, tonumber(record.absolute))
        end

        local function entry(hash, record)
          local person = record.member or record.manager and 'm' .. record.manager or '-'
          return table.concat({record.id, hash, person, record.context, record.origin or '-'}, ' ')
        end

        local function remove(index, hash, record)
          for former in string.gmatch(record.formers or '', '([^ :]+):') do redis.call('DEL', prefix .. former) end
          redis.call('DEL', prefix .. hash)
          redis.call('ZREM', index, entry(hash, record))
          redis.call('PUBLISH', '\(channel)', record.id)
        end

        local function list(index, now, ends, line)
          redis.call('ZADD', index, ends, line)
          if redis.call('TTL', index) < ends - now then redis.call('EXPIRE', index, ends - now) end
        end

        """

    private static let createBody = """
        local mark, index, slack = KEYS[1], KEYS[2], 60
        local now, idle, life, grace = tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4], tonumber(ARGV[5])
        local hash, presented, ends, line = ARGV[6], ARGV[7], tonumber(ARGV[8]), ARGV[9]
        -- Former values that lead to one session: as many frames as a page may sign in within the grace.
        local most = 64

        local function write(answer)
          redis.call('HSET', prefix .. hash, unpack(ARGV, 10))
          redis.call('EXPIRE', prefix .. hash, ends - now)
          redis.call('ZREMRANGEBYSCORE', index, '-inf', now)
          list(index, now, ends, line)
          return answer
        end

        local plain = hash .. ' created ' .. ARGV[11] .. ' ' .. ARGV[13]
        local isNew = redis.call('SET', mark, plain, 'NX', 'EX', life)
        if not isNew then
          local answer = redis.call('GET', mark)
          return string.sub(answer, 1, #hash + 1) == hash .. ' ' and answer or 'replayed'
        end
        if presented == '' then return write(plain) end

        local old = current(presented, now)
        local record = read(old)
        if not record then return write(plain) end
        remove(index, old, record)
        if now >= expiry(record, idle) then return write(plain) end

        local fresh, formers = {}, {old .. ':' .. (now + grace)}
        for i = 10, #ARGV, 2 do fresh[ARGV[i]] = ARGV[i + 1] end
        local answer = plain .. ' ' .. record.id
        if record.partner == fresh.partner and record.customer == fresh.customer and record.member == fresh.member
          and record.manager == fresh.manager and record.origin == fresh.origin and record.context == fresh.context then
          for former, untill in string.gmatch(record.formers or '', '([^ :]+):(%d+)') do
            if tonumber(untill) > now and #formers < most then formers[#formers + 1] = former .. ':' .. untill end
          end
          for _, former in ipairs(formers) do
            local name, untill = string.match(former, '([^ :]+):(%d+)')
            redis.call('HSET', prefix .. name, 'next', hash, 'until', untill)
            redis.call('EXPIRE', prefix .. name, tonumber(untill) - now + slack)
          end
          ARGV[11], ARGV[13], fresh.id = record.id, record.created, record.id
          ARGV[#ARGV + 1], ARGV[#ARGV + 2] = 'formers', table.concat(formers, ' ')
          line = entry(hash, fresh)
          answer = hash .. ' renewed ' .. record.id .. ' ' .. record.created
        end
        redis.call('SET', mark, answer, 'EX', life)
        return write(answer)
        """

    private static let touchBody = """
        local now, idle = tonumber(ARGV[2]), tonumber(ARGV[3])
        local hash = current(ARGV[4])
        local record = read(hash)
        if not record or now >= expiry(record, idle) then return false end
        if now < tonumber(record.seen) + tonumber(ARGV[5]) then return tonumber(record.seen) end
        record.seen = ARGV[2]
        local ends = expiry(record, idle)
        redis.call('HSET', prefix .. hash, 'seen', record.seen)
        redis.call('EXPIRE', prefix .. hash, ends - now)
        list(KEYS[1], now, ends, entry(hash, record))
        return now
        """

    private static let endBody = """
        local hash = current(ARGV[2], tonumber(ARGV[3]))
        local record, flat = read(hash)
        if not record then return false end
        remove(KEYS[1], hash, record)
        return flat
        """

    private static let walkBody = """
        local index, now, what = KEYS[1], tonumber(ARGV[2]), ARGV[5]
        local function fits(wanted, value) return wanted == '' or wanted == value end
        local page = redis.call('ZSCAN', index, ARGV[3], 'COUNT', ARGV[4])
        local found = {}
        for i = 1, #page[2], 2 do
          local line = page[2][i]
          local id, hash, member, _, origin = string.match(line, '^(%S+) (%S+) (%S+) (%S+) (%S+)$')
          if id and fits(ARGV[6], id) and fits(ARGV[7], member) and fits(ARGV[8], origin) then
            local lives = tonumber(page[2][i + 1]) > now
            if what == 'end' then
              local latest = current(hash)
              local record = read(latest)
              if record and record.id == id then
                remove(index, latest, record)
              else
                lives = false
              end
              redis.call('ZREM', index, line)
            end
            if lives then found[#found + 1] = what == 'list' and hash or 1 end
          end
        end
        return {page[1], what == 'list' and found or #found}
        """
}
