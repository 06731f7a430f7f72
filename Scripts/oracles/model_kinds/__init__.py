"""Kinds of model directories, a module a subject; model_directories.py has the table."""
