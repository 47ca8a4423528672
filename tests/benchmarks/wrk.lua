-- Sends the requests of a file, one a line: method, path, session, body. Each thread has its own share of the lines.
local count = 0

function setup(thread)
  thread:set("id", count)
  count = count + 1
end

local requests, at = {}, 0

function init(args)
  local file, threads, number = args[1], tonumber(args[2]), 0
  local from = tonumber(args[3]) or 0
  for line in io.lines(file) do
    if number >= from and number % threads == id then
      local method, path, session, body = line:match("^(.-)\t(.-)\t(.-)\t(.*)$")
      local headers = { ["Accept"] = "text/html", ["Accept-Language"] = "zh-CN", ["Sec-Fetch-Site"] = "same-origin" }
      if session ~= "" then headers["Cookie"] = session end
      if method == "POST" then
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        headers["HX-Request"] = "true"
      end
      requests[#requests + 1] = wrk.format(method, path, headers, body ~= "" and body or nil)
    end
    number = number + 1
  end
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function done(summary, latency)
  io.write(string.format('RESULT {"requests": %d, "microseconds": %d, "refused": %d, "broken": %d, "p50": %.0f, "p99": %.0f}\n',
    summary.requests, summary.duration, summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(50), latency:percentile(99)))
end
