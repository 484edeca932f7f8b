"""`scrm demo`: a hub, a simulated platform, a shop's site, and people who live a story in between.

The supervisor starts both as processes of their own and speaks to them as anybody would:
over REST, over the control socket, and over the sandbox's control API.
"""
