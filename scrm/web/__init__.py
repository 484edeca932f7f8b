"""The aiohttp toolkit: routes with their schema, sign-in, error answers, limits."""
