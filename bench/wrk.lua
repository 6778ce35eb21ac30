-- Posts votes when choice ids are given, else asks for the page; reports in one line of JSON.

function init(ids)
   if #ids == 0 then
      return -- without a global `request` wrk sends one fixed text, its fastest way
   end
   local votes = {}
   local headers = { ["Content-Type"] = "application/x-www-form-urlencoded" }
   for place, id in ipairs(ids) do
      votes[place] = wrk.format("POST", nil, headers, "choice=" .. id)
   end
   local sent = 0
   function request()
      sent = sent + 1
      return votes[sent % #votes + 1]
   end
end

-- No `response` function: it would be called for every answer and slow wrk down.

function done(summary, latency)
   local errors = summary.errors
   io.write(string.format(
      'bench-report {"requests": %d, "microseconds": %d, "refused": %d, "connect": %d, '
         .. '"read": %d, "write": %d, "timeout": %d, "p50": %d, "p99": %d}\n',
      summary.requests, summary.duration, errors.status, errors.connect,
      errors.read, errors.write, errors.timeout,
      latency:percentile(50), latency:percentile(99)
   ))
end
