"""Why a condition holds of somebody, or does not, part by part with the evidence."""
