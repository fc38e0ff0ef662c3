from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "slamdunk_site"
