"""What views share of HTTP: bodies, cookies, tokens, clients behind proxies, responses, links."""
