"""One person on several channels: joining contacts on evidence, and separating them again."""
