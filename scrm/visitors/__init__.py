"""Website chat from the visitor's side: sessions, the live socket, what each was told, uploads."""
