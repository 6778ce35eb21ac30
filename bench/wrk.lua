-- Posts votes if told for how long, else asks for the page; reports in one line of JSON.
-- Arguments for votes: seconds, the beginning of every voter's token, the forms.

local ffi = require("ffi")
ffi.cdef[[
   typedef struct { long seconds; long nanoseconds; } moment;
   int clock_gettime(int clock, moment *now);
]]

local MONOTONIC = 1
local moment = ffi.new("moment")
local threads = {}

local function now()
   ffi.C.clock_gettime(MONOTONIC, moment)
   return tonumber(moment.seconds) + tonumber(moment.nanoseconds) / 1e9
end

function setup(thread)
   thread:set("number", #threads)
   threads[#threads + 1] = thread
end

-- The votes, each form in turn, cut open where the voter's own part of the token goes.
local function votes(forms)
   local headers = {
      ["Content-Type"] = "application/x-www-form-urlencoded",
      ["Cookie"] = "voter=@",
   }
   local found = {}
   for place, form in ipairs(forms) do
      local before, after = wrk.format("POST", nil, headers, form):match("(.*)@(.*)")
      found[place] = { before, after }
   end
   return found
end

function init(arguments)
   if #arguments == 0 then
      return -- without a global `request` wrk sends one fixed text, its fastest way
   end
   local seconds = tonumber(arguments[1])
   local token = arguments[2] .. string.format("%02d", number)
   local kinds = votes({ unpack(arguments, 3) })
   local last
   -- wrk asks the first thread once for a request that it looks at and does not send.
   sent = number == 0 and -1 or 0
   function request()
      local time = now()
      last = last or time + seconds
      if time > last then
         -- Nothing is sent, so this connection rests once its last vote is answered: in the end
         -- the votes that were sent are those that were acknowledged, every single one known.
         return ""
      end
      sent = sent + 1
      local vote = kinds[sent % #kinds + 1]
      return vote[1] .. token .. string.format("%08d", sent) .. vote[2]
   end
end

-- No `response` function: it would be called for every answer and slow wrk down.

local function sent_by_thread()
   local found = {}
   for place, thread in ipairs(threads) do
      found[place] = thread:get("sent") or 0
   end
   return found
end

function done(summary, latency)
   local errors = summary.errors
   io.write(string.format(
      'bench-report {"requests": %d, "bytes": %d, "microseconds": %d, "refused": %d, '
         .. '"connect": %d, "read": %d, "write": %d, "timeout": %d, "p50": %d, "p99": %d, '
         .. '"sent": [%s]}\n',
      summary.requests, summary.bytes, summary.duration, errors.status,
      errors.connect, errors.read, errors.write, errors.timeout,
      latency:percentile(50), latency:percentile(99),
      table.concat(sent_by_thread(), ", ")
   ))
end
