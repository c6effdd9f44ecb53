"""What people asked for and did not get, and how the service did: for whoever writes the notes."""
