from django.apps import AppConfig


class TextsConfig(AppConfig):
    name = "bench.modelsearch_app"
    label = "bench_modelsearch"
