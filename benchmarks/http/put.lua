-- wrk: PUT of 1000 bytes under names never used before. Environment: PREFIX, SEED, TOKEN.
local prefix, seed, token = os.getenv("PREFIX"), os.getenv("SEED"), os.getenv("TOKEN")
local body, n = string.rep("x", 984), 0
wrk.headers["Content-Type"] = "application/fits"
if token then wrk.headers["Authorization"] = "Bearer " .. token end

request = function()
  n = n + 1
  return wrk.format("PUT", string.format("%s/%s/%04d/f%09d.fits", prefix, seed, math.floor(n / 1000), n), nil,
    string.format("%016d%s", n, body))
end

done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format("RESULT %.1f %d %d %d\n", summary.requests / (summary.duration / 1e6), latency:percentile(99),
    summary.requests, e.connect + e.read + e.write + e.status + e.timeout))
end
