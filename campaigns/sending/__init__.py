"""The last look at what a campaign sends, in the transaction that marks it as being sent."""
