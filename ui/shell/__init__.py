"""The frame around every page. It stands apart from ui/pages so that only it is ever run alone."""
