-- For wrk: posts the bodies of a file, one a line, in turn.
--   wrk -s service_bodies.lua URL -- FILE
local bodies, place = {}, 0

function init(arguments)
  for line in io.lines(arguments[1]) do bodies[#bodies + 1] = line end
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
end

function request()
  place = place % #bodies + 1
  return wrk.format(nil, nil, nil, bodies[place])
end
