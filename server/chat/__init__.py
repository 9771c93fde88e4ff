"""Who may enter an event's chat room, as far as the facts about tickets decide it."""
