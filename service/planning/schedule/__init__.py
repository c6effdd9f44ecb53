"""What is learnt, what fits, and in which week. Nothing here is put into words."""
