"""Regional accounts: supervised enterprises and the rest, beside the official statistic."""
