"""Word documents from a frozen round. python-docx and matplotlib are used here only.

The container (styles, cover, footer) is a Word file in `templates/documents/` that staff can edit; the contents are
written as escaped fragments of WordprocessingML, which is what keeps a report of hundreds of pages fast.
"""

from meetcyclus.documents.writer import WordReports

__all__ = ["WordReports"]
