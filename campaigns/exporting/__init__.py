"""The people of a campaign as a file for a spreadsheet."""
