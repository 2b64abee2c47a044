"""Shape and wording of what partners and clinicians type in screening."""
