-- create.lua - new orders for wrk: customers come back, as a shop's do.
local n = 0
local first = math.random(0, 400000)
request = function()
	n = n + 1
	local phone = string.format("+97150%07d", (first + n * 7919) % 500000)
	local body = string.format('{"customer_name":"Load Test","customer_phone":"%s",'
		.. '"product_name":"Lamp","quantity":1,"price":19.50,'
		.. '"address":"Street %d","area":"Marina"}', phone, n)
	return wrk.format("POST", nil, nil, body)
end
