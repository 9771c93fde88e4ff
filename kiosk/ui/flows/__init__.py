"""What happens when somebody touches a screen: one flow per screen, between widgets and workers.

A flow turns signals into calls of the workers and their answers into views. It holds where a person is
(a page, a basket, the verdict on show) and no truth: that is in the store.
"""
