"""What Meta's simulated networks have in common: field expansion, paging, errors, tokens, usage headers."""
