"""A spec or a result in another form: React source, CSV, XLSX."""
