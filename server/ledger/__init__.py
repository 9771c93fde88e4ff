"""The log of facts: taken in, folded into states, handed to those who apply them, published to the feed."""
