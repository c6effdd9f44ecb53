"""Who the plan is for: the profile that comes in, made definite, and what it is worth."""
