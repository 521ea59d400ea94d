"""What can go wrong, as one tree; each message says what, each hint says what to do.

DatelineError                 exit code 2
├── QuestionInvalid           empty, too long
├── FilterInvalid             a date that is no date
├── SettingInvalid            a setting out of range
├── CollectionError
│   ├── IndexMissing          nothing was ingested there
│   ├── IndexDamaged          the files are not what was written
│   ├── IndexMismatch         made by another embedding model or format
│   ├── IndexBusy             another ingest runs (75)
│   └── ArticleUnknown        no article has that id
├── SourceMissing             a path to ingest that is not there
├── CorrectionInvalid         a correction of a field or to a value that there cannot be
├── ArticleRejected           one article that cannot go in; the others go on
├── EmbeddingModelError       missing, or not the weights it should be
├── ReaderError               its weights are missing or damaged
├── RerankerError             missing, or no model that scores passages
├── ChatModelError            not installed, not configured, or it failed
├── AnswerInvalid             data that is no answer of ours
├── ConversationInvalid       a file that holds no conversation of ours
├── BatchInvalid              a file that holds no questions, or too many
├── HistoryError              the conversations that are kept cannot be read or written
└── PageError                 the page cannot be served that way
"""

from __future__ import annotations


class DatelineError(Exception):
    """Something a user can act on."""

    exit_code = 2

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class QuestionInvalid(DatelineError):
    """The question cannot be searched for."""


class FilterInvalid(DatelineError):
    """A filter is not of the form it takes."""


class SettingInvalid(DatelineError):
    """A setting is out of its range."""


class CollectionError(DatelineError):
    """The collection cannot be used."""


class IndexMissing(CollectionError):
    """Nothing has been ingested there."""


class IndexDamaged(CollectionError):
    """The files of the index are not what was written."""


class IndexMismatch(CollectionError):
    """The index was made by another embedding model or another format."""


class IndexBusy(CollectionError):
    """Another process is writing to the collection."""

    exit_code = 75


class ArticleUnknown(CollectionError):
    """No article has that id."""


class SourceMissing(DatelineError):
    """A path to ingest does not exist."""


class CorrectionInvalid(DatelineError):
    """A correction names no field, or a value that the field cannot have."""


class ArticleRejected(DatelineError):
    """One article cannot go in; `message` is the reason."""


class EmbeddingModelError(DatelineError):
    """The embedding model is missing, or not what it should be."""


class ReaderError(DatelineError):
    """The weights of the reader are missing, or not what was shipped."""


class RerankerError(DatelineError):
    """The model that rereads passages is missing, or gives no score a passage."""


class ChatModelError(DatelineError):
    """The chat model is not installed, not configured, or it failed."""


class AnswerInvalid(DatelineError):
    """Data is not what `Answer.to_dict` gave."""


class ConversationInvalid(DatelineError):
    """A file holds no conversation that was exported here."""


class BatchInvalid(DatelineError):
    """A file holds no questions that can be answered one by one."""


class HistoryError(DatelineError):
    """The conversations that are kept cannot be read or written."""


class PageError(DatelineError):
    """The page cannot be served that way."""


def first_line(error: BaseException) -> str:
    """Return what an error of a library says, short enough to be quoted."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
