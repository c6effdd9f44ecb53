"""A plan as a checklist in Markdown and as a calendar; both are rendered from the plan alone."""
