"""The product's pages and the demo's, as in demo mode."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [path("", include("kap_practice.urls")), path("", include("demo.urls"))]
