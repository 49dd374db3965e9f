"""Language models behind one small port; without a configured model nothing of a vendor is imported."""
