"""The steps of the tour, in its order: before the cut, apart, crashes, together again."""
