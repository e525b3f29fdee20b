"""The link that lets somebody choose a password, and the mail that brings it."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from waypost.people.installation import organisation
from waypost.people.models import Person
from waypost.web.http import HttpRequest

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link that works once, until a moment."""

    person: Person
    link: str
    until: datetime


def invitation_of(request: HttpRequest, person: Person, now: datetime) -> Invitation:
    """Return a fresh link; older ones work as well until one is used."""
    names = {
        "uidb36": user_pk_to_url_str(person),
        "key": default_token_generator.make_token(person),
    }
    address = reverse("account_reset_password_from_key", kwargs=names)
    until = now + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    return Invitation(person, request.build_absolute_uri(address), until)


def send(request: HttpRequest, invitation: Invitation) -> str:
    """Send the link to whom it is for; return why not, nothing if it went out."""
    house = organisation()
    context = {
        "invitation": invitation,
        "sender": request.user,
        "organisation": house.name if house else "Waypost",
    }
    subject = _("Your place in %(organisation)s on Waypost") % context
    message = EmailMessage(
        " ".join(subject.split()),
        render_to_string("people/mail/invitation.txt", context),
        to=[invitation.person.email],
        reply_to=[request.user.email],
    )
    try:
        message.send()
    except (OSError, SMTPException, ValueError) as error:
        logger.warning("Invitation to %s not sent: %s", invitation.person.pk, error)
        return str(error) or type(error).__name__
    return ""
