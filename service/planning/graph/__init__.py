"""The concepts of the notes as a plan sees them: hours, prerequisites, bridges, ladders."""
