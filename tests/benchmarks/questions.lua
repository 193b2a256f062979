-- Ask wrk's server the paths of a file, one after the other from a given line on; give what was measured as one line of JSON.
local paths = {}
for line in io.lines(os.getenv("QUESTIONS")) do
  paths[#paths + 1] = line
end
local at = tonumber(os.getenv("BEGIN"))

request = function()
  at = at % #paths + 1
  return wrk.format("GET", paths[at])
end

done = function(summary, latency, _)
  local errors = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status + summary.errors.timeout
  io.write(string.format(
    '{"requests": %d, "took": %.3f, "errors": %d, "p50": %.2f, "p95": %.2f, "p99": %.2f}\n',
    summary.requests, summary.duration / 1e6, errors,
    latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000
  ))
end
