-- For wrk: signs in with one token after another, each posted once. BENCH_TOKENS names a file of a token a line; when they
-- run out the first come again, which is refused, and wrk tells of it.

local bodies = {}
local at = 0

function init()
    for token in io.lines(os.getenv("BENCH_TOKENS")) do
        bodies[#bodies + 1] = wrk.format("POST", "/direct_link", {
            ["Content-Type"] = "application/x-www-form-urlencoded", ["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64)",
        }, "path=/&token=" .. token)
    end
end

function request()
    at = at % #bodies + 1
    return bodies[at]
end
