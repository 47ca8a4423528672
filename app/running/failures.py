"""What the operator has to set right; the message is one sentence for them."""


class OperatorError(Exception):
    """Shown without a traceback."""
