"""What a connection holds: tables, columns, joins, metrics, and the words people use for them."""
