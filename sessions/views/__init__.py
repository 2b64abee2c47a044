"""The pathway's pages: booking, an appointment, the room, the note, the prescriber's list, a partner's own dates."""
