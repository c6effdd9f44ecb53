"""onramp bench: how fast this machine answers, beside two yardsticks measured in the same run."""
