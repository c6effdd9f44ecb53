"""A CV or a JSON Resume to a proposed background profile, by rules alone; nothing personal stays."""
