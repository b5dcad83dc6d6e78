local prefix = os.getenv("PREFIX") or ""
local n = 0
function setup(thread) thread:set("id", n); n = n + 1 end
function init(args) math.randomseed(tonumber(os.getenv("SEED") or "1") + id) end
function request()
  local i = math.random(0, 999999)
  return wrk.format("GET", string.format("%s/f/%03d/%07d", prefix, math.floor(i / 1000), i))
end
