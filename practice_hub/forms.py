"""How every form of the hub is rendered: by our own field and widget templates."""

from django.forms.renderers import TemplatesSetting


class HubRenderer(TemplatesSetting):
    """Looks for form templates among the project's own, so that one file draws every field."""

    field_template_name = "forms/field.html"
    form_template_name = "forms/form.html"
    formset_template_name = "forms/formset.html"
