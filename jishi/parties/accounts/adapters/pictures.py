"""Letters as a picture that a person reads more easily than a machine."""

from captcha.image import ImageCaptcha

WIDTH, HEIGHT = 240, 80


def draw(letters: str) -> bytes:
    """Return a PNG of letters, bent and with noise; another one each time."""
    return ImageCaptcha(width=WIDTH, height=HEIGHT).generate(letters, format="png").getvalue()
