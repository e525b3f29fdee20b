"""What people say about things, by the thing's kind and number.

No foreign key leads to the thing: it may be of any kind that the registry knows. Who
may see it may see what is said on it, and it goes and comes back with the thing.
"""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from waypost.core.models import Entity
from waypost.people.models import Person

LONGEST = 10_000


class Comment(Entity):
    """What somebody says about a thing, in Markdown.

    A reply stands below one comment; nothing stands below a reply. When the comment is
    deleted, its replies stay, as comments of their own.
    """

    subject_kind = models.CharField(max_length=64)
    subject_id = models.BigIntegerField()
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    body = models.TextField()
    posted_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    reply_to = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replies"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(body=""),
                name="conversations_comment_says_something",
                violation_error_message=_("Write something first."),
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("body"), LONGEST),
                name="conversations_comment_at_most_10000_characters",
                violation_error_message=_(
                    "A comment has at most 10,000 characters; shorten it."
                ),
            ),
            models.CheckConstraint(
                condition=Q(reply_to__isnull=True) | ~Q(reply_to=F("id")),
                name="conversations_comment_not_its_own_reply",
                violation_error_message=_("A comment does not reply to itself."),
            ),
            models.CheckConstraint(
                condition=Q(edited_at__isnull=True) | Q(edited_at__gte=F("posted_at")),
                name="conversations_comment_edited_after_posted",
                violation_error_message=_("A comment is edited after it is posted."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["subject_kind", "subject_id", "-posted_at"],
                name="conversations_comment_of_thing",
            ),
            models.Index(fields=["-posted_at"], name="conversations_comment_latest"),
        ]

    def __str__(self) -> str:
        return f"comment #{self.pk}"


class Mention(Entity):
    """Somebody whom a comment names and who may see it: it reached them."""

    comment = models.ForeignKey(
        Comment, on_delete=models.CASCADE, related_name="mentions"
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "person"],
                name="conversations_mention_once_a_comment",
                violation_error_message=_("The comment names this person already."),
            )
        ]

    def __str__(self) -> str:
        return f"mention #{self.pk}"


class Reaction(Entity):
    """A nod to a thing or a comment: one of a few that everybody understands."""

    class Kind(models.TextChoices):
        """What the nod means."""

        AGREE = "agree", _("Agree")
        THANKS = "thanks", _("Thanks")
        WELL_DONE = "well_done", _("Well done")
        LOOKING = "looking", _("Looking into it")
        UNSURE = "unsure", _("Not sure")

    subject_kind = models.CharField(max_length=64)
    subject_id = models.BigIntegerField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "person", "kind"],
                name="conversations_reaction_once_of_a_kind",
                violation_error_message=_("You have reacted so already."),
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=["agree", "thanks", "well_done", "looking", "unsure"]
                ),
                name="conversations_reaction_of_a_known_kind",
                violation_error_message=_("There is no such reaction."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} (#{self.pk})"


class Acknowledgement(Entity):
    """Somebody has read it, and says so."""

    subject_kind = models.CharField(max_length=64)
    subject_id = models.BigIntegerField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    acknowledged_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "person"],
                name="conversations_acknowledgement_once_a_person",
                violation_error_message=_("You have acknowledged it already."),
            )
        ]

    def __str__(self) -> str:
        return f"acknowledgement #{self.pk}"
