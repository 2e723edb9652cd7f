"""Words in the user's language."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QTranslator

from .paths import TRANSLATIONS

CONTEXT = "Scarp"


def tr(text: str) -> str:
    """Translate a text that the user sees; English when there is no translation."""
    return QCoreApplication.translate(CONTEXT, text)


def load_translator() -> QTranslator | None:
    """Install ``i18n/scarp_<language>.qm`` where there is one for the language of QGIS.

    Returns
    -------
    QTranslator or None
        To be kept, and removed when the plugin unloads.
    """
    language = QgsApplication.locale().split("_")[0]
    path = TRANSLATIONS / f"scarp_{language}.qm"
    translator = QTranslator()
    if path.is_file() and translator.load(str(path)):
        QCoreApplication.installTranslator(translator)
        return translator
    return None
