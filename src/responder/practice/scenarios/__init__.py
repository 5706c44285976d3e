"""What happens on a practice network: who writes what, when, and how they take our answers."""
