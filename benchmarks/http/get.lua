-- wrk: GET of files at random. Environment: PREFIX, FILES, SEED.
local prefix, files = os.getenv("PREFIX"), tonumber(os.getenv("FILES"))
math.randomseed(tonumber(os.getenv("SEED")))

request = function()
  local i = math.random(0, files - 1)
  return wrk.format("GET", string.format("%s/%05d/f%09d.fits", prefix, math.floor(i / 1000), i))
end

done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format("RESULT %.1f %d %d %d\n", summary.requests / (summary.duration / 1e6), latency:percentile(99),
    summary.requests, e.connect + e.read + e.write + e.status + e.timeout))
end
