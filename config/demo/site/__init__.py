"""The shop's own site, as any customer of ours might have one: it knows of the hub no more than
the one script tag that puts the chat on its pages."""
