"""Who keeps an eye on people: of whom a condition holds is known at every time, also where time
alone changes it."""
