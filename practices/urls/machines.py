from django.urls import include, path

from practices.views import api, api_tokens, demand, harvesting, practice_exports

# Before /practices/<slug>/.
without_a_slug = [
    path("practices/export.csv", practice_exports.export_csv, name="practices_csv"),
    path("practices/export.jsonl", practice_exports.export_jsonl, name="practices_jsonl"),
]
of_the_api = [
    path("", api.docs, name="docs"),
    path("schema/", api.openapi, name="schema"),
    path("practices/", api.practices, name="practices"),
    path("practices/<slug:slug>/", api.practice, name="practice"),
    path("topics/", api.topics, name="topics"),
    path("topics/<slug:slug>/", api.topic, name="topic"),
    path("places/", api.places, name="places"),
    path("places/<slug:slug>/", api.place, name="place"),
    path("organisations/", api.organisations, name="organisations"),
    path("organisations/<slug:slug>/", api.organisation, name="organisation"),
]
urlpatterns = [
    path("api/v1/", include((of_the_api, "api"))),
    path("oai/", harvesting.oai, name="oai"),
    path("account/tokens/", api_tokens.api_tokens, name="api_tokens"),
    path("account/tokens/<int:pk>/revoke/", api_tokens.api_token_revoke, name="api_token_revoke"),
    path("review/demand/", demand.demand, name="demand"),
]
