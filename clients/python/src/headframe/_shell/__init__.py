"""A shell's variables: which of its names they are, and which of them have changed."""
