"""What the pages are made of: the only Python beside app.py and the pages that knows Streamlit."""
