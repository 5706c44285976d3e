"""What Meta's Graph APIs have in common: errors, pages, usage headers, proofs and the exchange of tokens."""
