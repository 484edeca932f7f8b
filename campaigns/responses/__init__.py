"""What people did with what campaigns sent: answered, pressed, said stop, followed a link."""
