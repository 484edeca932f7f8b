"""Whom the messages of these tests are for."""

from scrm.rendering.messages.values import Values

ANN: Values = {
    "contact": {
        "name": "ann o'neil",
        "points": 120,
        "spent": 19.9,
        "debt": -2.5,
        "whole": 20.0,
        "vip": True,
        "blocked": False,
        "empty": "",
        "nothing": None,
        "none": [],
        "tags": ["tea", "green tea", "oolong"],
        "one": ["tea"],
        "many": list(range(30)),
        "born": "1990-02-03",
        "order": "2026-11-23T09:05:00+08:00",
        "address": {"city": "Rome"},
        "城市": "上海",
        "first name": "Ann",
        "items": "her own",
        "bio": "Likes tea and long walks by the river",
    },
    "organisation": {"name": "Tea & Co"},
}
