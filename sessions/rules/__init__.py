"""The rules of the pathway: plan, gate, room and note, as pure functions and tables."""
