"""How many a campaign that goes on dates of people goes to on each of the next days."""
