"""What people prove of themselves as they write, and whom it joins them with."""
