"""What people see: pages, charts and the words on them.

The only importer of streamlit. A page asks, calls a verb of workflow and draws; it does no
arithmetic on tables, reads no store and decides no right. Every word comes from ui/text.
"""
