"""What is on offer: venues, events and everything an event is made of; every change reaches the feed."""
