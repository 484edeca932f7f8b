"""When something that is planned in local time is due."""
