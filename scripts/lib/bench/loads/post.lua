-- For wrk: posts a body of BENCH_BODY_BYTES each time.

wrk.method = "POST"
wrk.body = string.rep("x", tonumber(os.getenv("BENCH_BODY_BYTES")))
