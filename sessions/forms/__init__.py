"""Shape and wording of what is typed on the pathway's pages."""
