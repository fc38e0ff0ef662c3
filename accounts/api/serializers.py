"""Accounts in JSON."""

from typing import Any

from django.conf import settings
from rest_framework import serializers

from accounts.models import ApiToken, User
from accounts.services import MAX_NAME

MAX_DAYS = 3650


class MeSerializer(serializers.ModelSerializer[User]):
    """The signed-in person. `language` and `email` may be changed."""

    language = serializers.ChoiceField(choices=settings.LANGUAGES, required=False)

    class Meta:
        model = User
        fields = ("id", "username", "email", "role", "language", "date_joined")
        read_only_fields = ("id", "username", "role", "date_joined")


class TokenSerializer(serializers.ModelSerializer[ApiToken]):
    """A key without the key."""

    class Meta:
        model = ApiToken
        fields = ("id", "name", "prefix", "created_at", "last_used_at", "expires_at")
        read_only_fields = fields


class TokenRequest(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=MAX_NAME)
    days = serializers.IntegerField(min_value=1, max_value=MAX_DAYS, required=False, allow_null=True)


class NewTokenSerializer(TokenSerializer):
    """A key just made: `token` is shown this once."""

    token = serializers.CharField(read_only=True)

    class Meta(TokenSerializer.Meta):
        fields = (*TokenSerializer.Meta.fields, "token")  # type: ignore[assignment]
        read_only_fields = fields  # type: ignore[assignment]


class SignInRequest(serializers.Serializer[Any]):
    """Name and password for a key; `name` is what the key is called in the list."""

    username = serializers.CharField(max_length=150)
    password = serializers.CharField(max_length=4096, trim_whitespace=False, write_only=True)
    name = serializers.CharField(max_length=MAX_NAME, required=False, default="API")


class SessionRequest(serializers.Serializer[Any]):
    """Name and password; `person` is the id of who alone may sign in here."""

    username = serializers.CharField(max_length=150)
    password = serializers.CharField(max_length=4096, trim_whitespace=False, write_only=True)
    person = serializers.CharField(max_length=12, required=False, allow_blank=True, default="")


class PersonSerializer(serializers.Serializer[Any]):
    id = serializers.CharField()
    name = serializers.CharField()


class SessionSerializer(serializers.Serializer[Any]):
    """Who a browser is signed in as, if anybody."""

    person = PersonSerializer(allow_null=True)


class LimitsSerializer(serializers.Serializer[Any]):
    """What one may use. Counts, minutes, bytes."""

    runs_at_once = serializers.IntegerField()
    runs_queued = serializers.IntegerField()
    max_parameters = serializers.IntegerField()
    max_minutes = serializers.IntegerField()
    max_disk_bytes = serializers.IntegerField()
    device_hours_a_day = serializers.IntegerField(allow_null=True)
    max_devices = serializers.IntegerField(help_text="Of one run.")
