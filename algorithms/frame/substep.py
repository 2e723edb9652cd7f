"""What a step of a run says, said by the run."""

from __future__ import annotations

from qgis.core import QgsProcessingFeedback


class Echo(QgsProcessingFeedback):
    """Feedback of an algorithm that is a stage of another one.

    Parameters
    ----------
    run : Run
        Takes messages and warnings, and knows whether the user asked to stop.
    progress : callable
        Takes the share of the stage that is done.
    """

    def __init__(self, run, progress) -> None:
        super().__init__(False)
        self._run, self._progress = run, progress

    def pushInfo(self, info) -> None:
        """Pass a message on."""
        self._run.log(info)

    def pushWarning(self, warning) -> None:
        """Pass a warning on."""
        self._run.warn(warning)

    def setProgressText(self, text) -> None:
        """Drop the step's own stages."""

    def setProgress(self, percent) -> None:
        """Pass progress on."""
        self._progress(percent / 100.0)

    def isCanceled(self) -> bool:
        """Whether the run, or this step by itself (Ctrl-C), is to stop."""
        return super().isCanceled() or self._run.cancelled()
