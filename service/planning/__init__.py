"""From a background profile to a dated, cited study plan. Pure: no model, no clock, no randomness."""
