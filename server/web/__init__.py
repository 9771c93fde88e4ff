"""What every HTTP endpoint shares: who is calling, errors as answers, limits."""
