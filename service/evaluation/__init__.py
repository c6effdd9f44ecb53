"""Quality, measured: how well passages are found and questions answered."""
