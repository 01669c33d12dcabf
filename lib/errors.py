"""Errors a person can put right. They are shown as a sentence, never as a traceback."""


class UserError(Exception):
    """Something needs your attention."""

    def __str__(self):
        return super().__str__() or self.__doc__


class SqlFileError(UserError):
    """A file under sql/ can't be used."""


class NotAllowed(UserError):
    """This isn't there, or your role may not see or do it."""


class SeveralErrors(UserError):
    """Several things need putting right; each is a sentence."""

    def __init__(self, errors):
        self.errors = [str(error) for error in errors]
        super().__init__("\n".join(self.errors))
