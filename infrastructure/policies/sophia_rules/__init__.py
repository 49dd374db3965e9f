"""The rules that every plan of Sophia's infrastructure keeps."""
