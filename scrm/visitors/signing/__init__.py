"""What a customer's own server signs to say who a visitor is."""
