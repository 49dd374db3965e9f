"""Custom components: TSX of the company's own, compiled, checked and drawn once before it is accepted."""
