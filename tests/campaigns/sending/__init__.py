"""The last look: races, joinings, and what is sent again."""
