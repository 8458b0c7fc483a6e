"""What may be said of two workers, or of two accounts, that look like one."""

SAME, DIFFERENT, UNDONE = "same", "different", "undone"
