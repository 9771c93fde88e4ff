"""Put a mail together and hand it to the mail server (SMTP). Plain text, no tracking."""

import smtplib
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from kiosk.core.errors import InputError, Offline
from server.settings import Settings

TIMEOUT_S = 15.0


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail. `id` makes a repetition recognisable to the receiving side."""

    id: str
    to: str
    subject: str
    text: str


def send_mail(settings: Settings, mail: Mail) -> None:
    """Send a mail. Raises Offline where trying again makes sense, InputError where it does not."""
    message = EmailMessage()
    message["From"] = settings.mail_from
    message["To"] = mail.to
    message["Subject"] = mail.subject
    message["Message-ID"] = f"<{mail.id}@{settings.mail_from.rpartition('@')[2]}>"
    message.set_content(mail.text)
    try:
        with smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=TIMEOUT_S) as connection:
            if settings.smtp_tls:
                connection.starttls()
            if settings.smtp_user:
                password = Path(settings.smtp_password_file).read_text(encoding="utf-8").strip()
                connection.login(settings.smtp_user, password)
            connection.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        raise InputError("the mail server does not take this address") from error
    except (OSError, smtplib.SMTPException) as error:
        raise Offline(f"the mail server did not take the mail: {type(error).__name__}") from error
