"""How the weights of the entailment model are trained; no part of the running service."""
