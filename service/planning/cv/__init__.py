"""From a CV or a JSON Resume to a proposed profile. Only tags of the gazetteer leave it."""
