"""Statements that are pages: PDFs, scans and photos. Words with their place become the same tables as any other file."""
